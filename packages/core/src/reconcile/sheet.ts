import { parseDecimal } from '../pricing/decimal.ts';
import { type InTurns, mapInTurns } from '../turns.ts';
import {
  addCounts,
  COMPARED,
  COUNTS,
  type Compared,
  type Counts,
  type StatementFacts,
  type StatementLine,
  tokensOf,
} from './amounts.ts';
import type { InDollars } from './exchange.ts';
import { addMeasured, addStep, type Measured, type MeasuredStep, nothingMeasured } from './measured.ts';
import { modelKey, sellerOf } from './names.ts';
import { daysBetween, firstMomentsOf } from './zone.ts';

/** The key under which all models are together, where a statement does not tell them apart. */
export const ALL_MODELS = '*';

/** What a statement says of a model and day: counts as told, and US dollars scaled by 10^12. */
export interface Stated extends Counts {
  cost?: bigint;
  /** Of how many rows the cost is the sum. */
  costs?: number;
}

/** A model on a day, as stated and as measured. What the statement tells at all is 0 where it has no line. */
export interface Cell {
  key: string;
  day: string;
  stated: Stated;
  measured: Measured;
  /** The statement has a line of it; something was measured. */
  isStated: boolean;
  isMeasured: boolean;
}

export interface Names {
  stated: Set<string>;
  measured: Set<string>;
}

/** A statement and what was measured, by the same models and days. */
export interface Sheet {
  cells: Cell[];
  /** How each key is named on the statement and in spans. */
  names: ReadonlyMap<string, Names>;
}

export interface SheetParts {
  statement: StatementFacts;
  steps: readonly MeasuredStep[];
  /** The beginning of step 0, and the length of each. */
  originMs: number;
  stepMs: number;
  inDollars: InDollars;
  /** Names on the statement and in spans that mean the same model. */
  same?: readonly { stated: string; measured: string }[];
}

/** The parts with every line and step under its key; where days begin is still open. */
export interface Keyed {
  statement: StatementFacts;
  days: readonly string[];
  stepMs: number;
  /** Stated amounts by key and day. */
  stated: ReadonlyMap<string, ReadonlyMap<string, Stated>>;
  /** What was measured, and when. */
  steps: readonly { keys: readonly string[]; ms: number; measured: Measured }[];
  names: ReadonlyMap<string, Names>;
  tells: { counts: ReadonlySet<keyof Counts>; cost: boolean };
  /** Whether counts and costs are told by model, or of all models together. */
  byModel: { counts: boolean; cost: boolean };
  /** Currencies whose worth is not known: their costs are left out. */
  unknownCurrencies: string[];
  /** Costs in the currencies of the statement, scaled by 10^12. */
  inCurrency: ReadonlyMap<string, bigint>;
}

const isCounted = (line: StatementLine) => COUNTS.some((name) => line[name] !== undefined);
const hasModel = ({ model }: StatementLine) => model !== '';

/** Finds out which lines and steps are of the same model. Steps that another provider bills are left out. */
export function* keyed({
  statement,
  steps,
  originMs,
  stepMs,
  inDollars,
  same = [],
}: SheetParts): InTurns<Keyed> {
  const { provider, lines } = statement;
  const counted = lines.filter(isCounted);
  const paid = lines.filter(({ cost }) => cost !== undefined);
  const byModel = { counts: counted.some(hasModel), cost: paid.some(hasModel) };
  const names = new Map<string, Names>();
  const named = (key: string, side: keyof Names, name: string) => {
    const both = names.get(key) ?? { stated: new Set<string>(), measured: new Set<string>() };
    names.set(key, both);
    both[side].add(name);
  };
  const stated = new Map<string, Map<string, Stated>>();
  const statedAt = (key: string, day: string): Stated => {
    const days = stated.get(key) ?? new Map<string, Stated>();
    stated.set(key, days);
    const known = days.get(day) ?? {};
    days.set(day, known);
    return known;
  };
  const meant = new Map(same.map((pair) => [pair.stated, modelKey(provider, pair.measured)]));
  const keyOfLine = ({ model }: StatementLine, isByModel: boolean): string => {
    if (!isByModel) return ALL_MODELS;
    const key = meant.get(model) ?? modelKey(provider, model);
    named(key, 'stated', model);
    return key;
  };

  yield* mapInTurns(counted, (line) => addCounts(statedAt(keyOfLine(line, byModel.counts), line.day), line));
  const unknown = new Set<string>();
  const inCurrency = new Map<string, bigint>();
  yield* mapInTurns(paid, (line) => {
    const amount = parseDecimal(line.cost ?? '') ?? 0n;
    inCurrency.set(line.currency, (inCurrency.get(line.currency) ?? 0n) + amount);
    const dollars = inDollars(amount, line.currency, line.day);
    if (dollars === undefined) {
      unknown.add(line.currency);
      return;
    }
    const of = statedAt(keyOfLine(line, byModel.cost), line.day);
    of.cost = (of.cost ?? 0n) + dollars;
    of.costs = (of.costs ?? 0) + (line.costs ?? 1);
  });

  const isAllUsed = (counted.length > 0 && !byModel.counts) || (paid.length > 0 && !byModel.cost);
  const keysOfNames = new Map<string, readonly string[]>();
  const keysOf = (step: MeasuredStep): readonly string[] => {
    if (provider !== '' && sellerOf(step.provider, step.model) !== provider) return [];
    // A statement that names no provider may mean the model whoever sells it.
    const bySeller = modelKey(provider || step.provider, step.model);
    const byName = modelKey(provider, step.model);
    const key = !stated.has(bySeller) && stated.has(byName) ? byName : bySeller;
    if (byModel.counts || byModel.cost) named(key, 'measured', step.model);
    const own = byModel.counts || byModel.cost ? [key] : [];
    return isAllUsed ? [...own, ALL_MODELS] : own;
  };
  const keyedSteps = yield* mapInTurns(steps, (step) => {
    const at = `${step.provider}\n${step.model}`;
    const keys = keysOfNames.get(at) ?? keysOf(step);
    keysOfNames.set(at, keys);
    const measured = nothingMeasured();
    addStep(measured, step);
    return { keys, ms: originMs + step.step * stepMs, measured };
  });
  return {
    ...{
      statement,
      stepMs,
      stated,
      names,
      byModel,
      inCurrency,
      steps: keyedSteps.filter(({ keys }) => keys.length > 0),
    },
    days: daysBetween(statement.from, statement.to),
    tells: {
      counts: new Set(COUNTS.filter((name) => counted.some((line) => line[name] !== undefined))),
      cost: paid.some(({ currency }) => !unknown.has(currency)),
    },
    unknownCurrencies: [...unknown].sort(),
  };
}

/** Both sides by model and day, where days begin at midnight in a zone. */
export function* sheetOf(parts: Keyed, zone = parts.statement.zone): InTurns<Sheet> {
  const { statement, days, tells, byModel } = parts;
  const table = new Map<string, Cell>();
  const cellOf = (key: string, day: string): Cell => {
    const at = `${day}\n${key}`;
    const known = table.get(at);
    if (known) return known;
    const cell = { key, day, stated: {}, measured: nothingMeasured(), isStated: false, isMeasured: false };
    table.set(at, cell);
    return cell;
  };
  yield* mapInTurns([...parts.stated], ([key, byDay]) => {
    for (const [day, amounts] of byDay)
      Object.assign(cellOf(key, day), { stated: { ...amounts }, isStated: true });
  });
  const starts = firstMomentsOf(days, zone);
  yield* mapInTurns(parts.steps, ({ keys, ms, measured }) => {
    const day = days[placeOf(starts, ms)];
    if (day === undefined) return;
    for (const key of keys) {
      const cell = cellOf(key, day);
      addMeasured(cell.measured, measured);
      cell.isMeasured = true;
    }
  });
  const cells = [...table.values()];
  yield* mapInTurns(cells, ({ key, stated, measured }) => {
    foldUntold(measured, statement.inputHolds);
    const isAll = key === ALL_MODELS;
    if (byModel.counts !== isAll) for (const name of tells.counts) stated[name] ??= 0;
    if (tells.cost && byModel.cost !== isAll) stated.cost ??= 0n;
  });
  return { cells, names: parts.names };
}

/** The number of the stretch in which a moment lies, of those that begin at these; -1 outside. */
export function placeOf(starts: readonly number[], ms: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low === starts.length ? -1 : low - 1;
}

/** Measured as the statement counts: what it holds within the input is there too. */
function foldUntold(measured: Measured, held: readonly Compared[]): void {
  for (const part of held) {
    measured.input += measured[part];
    measured[part] = 0;
  }
}

/** Tokens measured in those buckets that the cell's statement tells. */
export const measuredTokens = ({ stated, measured }: Cell): number =>
  COMPARED.reduce((sum, bucket) => sum + (stated[bucket] === undefined ? 0 : measured[bucket]), 0);

/** Stated less measured; undefined when the statement does not tell. */
export function tokenGap(cell: Cell): number | undefined {
  const stated = tokensOf(cell.stated);
  return stated === undefined ? undefined : stated - measuredTokens(cell);
}
export const costGap = ({ stated, measured }: Cell): bigint | undefined =>
  stated.cost === undefined ? undefined : stated.cost - measured.cost;
