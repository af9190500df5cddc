import type { Cause, ComparedModel, Comparison, Figures, Sides } from '../api/reconcile.ts';
import { groupBy } from '../group-by.ts';
import { formatDecimal } from '../pricing/decimal.ts';
import { atOnce, type InTurns, mapInTurns } from '../turns.ts';
import { COUNTS, type CountName, tokensOf } from './amounts.ts';
import { CAUSES, type CauseEntry } from './causes.ts';
import { tryZones } from './days.ts';
import { type LeftSheet, leftOf, type Taken, take } from './left.ts';
import {
  ALL_MODELS,
  type Cell,
  costGap,
  type Keyed,
  keyed,
  measuredTokens,
  type Sheet,
  type SheetParts,
  sheetOf,
  tokenGap,
} from './sheet.ts';

/** Cells that one answer holds. */
const MAX_CELLS = 5_000;
const MAX_PLACES = 8;
/** Other days count as a cause when they take away at least half of what is apart. */
const SHIFT_LEAVES = 0.5;
/** Causes that explain less are not worth a sentence. */
const TRIFLE = 0.0005;

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** Adds up cells, in what the statement tells of each. */
function sidesOf(cells: Iterable<Cell>): Sides {
  const [stated, measured, difference]: [Figures, Figures, Figures] = [{}, {}, {}];
  const add = (name: CountName | 'tokens', told: number | undefined, counted: number) => {
    if (told === undefined) return;
    stated[name] = (stated[name] ?? 0) + told;
    measured[name] = (measured[name] ?? 0) + counted;
    difference[name] = (difference[name] ?? 0) + told - counted;
  };
  let money: { stated: bigint; measured: bigint } | undefined;
  for (const cell of cells) {
    for (const name of COUNTS) add(name, cell.stated[name], cell.measured[name]);
    add('tokens', tokensOf(cell.stated), measuredTokens(cell));
    if (cell.stated.cost === undefined) continue;
    money ??= { stated: 0n, measured: 0n };
    money.stated += cell.stated.cost;
    money.measured += cell.measured.cost;
  }
  if (money) {
    stated.cost = formatDecimal(money.stated);
    measured.cost = formatDecimal(money.measured);
    difference.cost = formatDecimal(money.stated - money.measured);
  }
  return { stated, measured, difference };
}

interface Apart {
  tokens: number;
  cost: bigint;
}

/** All that is apart, without signs. */
function apartOf(gaps: Iterable<{ tokens: number | undefined; cost: bigint | undefined }>): Apart {
  const apart = { tokens: 0, cost: 0n };
  for (const { tokens = 0, cost = 0n } of gaps) {
    apart.tokens += Math.abs(tokens);
    apart.cost += abs(cost);
  }
  return apart;
}

/** Which part of all that is apart: of the cost where cost is explained, else of the tokens. */
const shareOf = (part: Apart, all: Apart): number =>
  part.cost > 0n ? Number(part.cost) / Number(all.cost) : part.tokens / Math.max(1, all.tokens);

function largest(taken: readonly Taken[], of: (cell: Cell) => string): string[] {
  const sizes = new Map<string, number>();
  for (const { left, tokens, cost } of taken) {
    const name = of(left.cell);
    sizes.set(name, (sizes.get(name) ?? 0) + Math.abs(tokens) + Math.abs(Number(cost)) / 1e6);
  }
  const sorted = [...sizes].sort(([, a], [, b]) => b - a);
  return sorted.slice(0, MAX_PLACES).map(([name]) => name);
}

const gapsOf = ({ cells }: Sheet) => cells.map((cell) => ({ tokens: tokenGap(cell), cost: costGap(cell) }));

/** Looks for days that begin at another time. The other causes are looked for by the days that fit. */
function* findZone(parts: Keyed, asTold: Sheet): InTurns<{ sheet: Sheet; causes: Cause[] }> {
  const { unit, asTold: told, best } = yield* tryZones(parts);
  if (best === told || best.apart > told.apart * SHIFT_LEAVES) return { sheet: asTold, causes: [] };
  const sheet = yield* sheetOf(parts, best.zone);
  const [before, after] = [apartOf(gapsOf(asTold)), apartOf(gapsOf(sheet))];
  const cause: Cause = {
    kind: 'time-zone',
    zone: best.zone,
    apart: { unit, before: told.apart, after: best.apart },
    tokens: before.tokens - after.tokens,
    cost: formatDecimal(before.cost - after.cost),
    share: (told.apart - best.apart) / told.apart,
    ...{ keys: [], days: [], cells: parts.days.length },
  };
  return { sheet, causes: [cause] };
}

function* findCauses(sheet: LeftSheet, all: Apart): InTurns<Cause[]> {
  const causes: Cause[] = [];
  for (const entry of CAUSES) {
    causes.push(...findCause(entry, sheet, all));
    yield;
  }
  return causes;
}

const findCause = ({ kind, find }: CauseEntry, sheet: LeftSheet, all: Apart): Cause[] =>
  find(sheet).flatMap(({ taken, facts = {} }): Cause[] => {
    taken.forEach(take);
    const moved = apartOf(taken);
    const share = Math.min(1, shareOf(moved, all));
    if (share < TRIFLE) return [];
    // Two names of one model take each other away: what tells is how much was moved.
    const isPair = kind === 'named-differently';
    const tokens = isPair ? moved.tokens / 2 : taken.reduce((sum, each) => sum + each.tokens, 0);
    const cost = isPair ? moved.cost / 2n : taken.reduce((sum, each) => sum + each.cost, 0n);
    return [
      {
        ...{ kind, ...facts, tokens, share, cells: taken.length },
        cost: formatDecimal(cost),
        keys: largest(taken, ({ key }) => key).filter((key) => key !== ALL_MODELS),
        days: largest(taken, ({ day }) => day),
      },
    ];
  });

function* modelsOf({ cells, names }: Sheet): InTurns<ComparedModel[]> {
  return yield* mapInTurns([...groupBy(cells, ({ key }) => key)], ([key, of]) => {
    const { stated, measured } = names.get(key) ?? { stated: [], measured: [] };
    const [statedNames, measuredNames] = [[...stated], [...measured]];
    const name = measuredNames[0] ?? statedNames[0] ?? '';
    return { key, name, statedNames, measuredNames, ...sidesOf(of) };
  });
}

const sizeOf = (sides: Sides): number =>
  Math.abs(Number(sides.difference.cost ?? 0)) * 1e6 + Math.abs(sides.difference.tokens ?? 0);
const largestFirst = <Of extends Sides>(all: readonly Of[]): Of[] =>
  all
    .map((of) => ({ of, size: sizeOf(of) }))
    .sort((a, b) => b.size - a.size)
    .map(({ of }) => of);

/**
 * Compares a statement with what was measured, by model and day, and says what can have made the difference. All sums are
 * exact: those of the cells are those of the models, and those the total. Yields now and then, so that whoever shares a
 * process with others can give them their turn.
 */
export function* compareInTurns(parts: SheetParts): InTurns<Comparison> {
  const both = yield* keyed(parts);
  const { statement, days, tells, inCurrency, unknownCurrencies } = both;
  const asTold = yield* sheetOf(both);
  const { sheet, causes } = yield* findZone(both, asTold);
  yield;
  const left = leftOf(sheet, statement.costPlaces);
  const found = yield* findCauses(left, apartOf(gapsOf(asTold)));
  const unexplained = apartOf(left.left);
  const cells = yield* mapInTurns(asTold.cells, (cell) => ({
    ...{ day: cell.day, key: cell.key, ...sidesOf([cell]) },
    unpricedTokens: cell.measured.unpricedTokens,
    estimatedTokens: cell.measured.estimatedTokens,
    errorTokens: cell.measured.errorTokens,
  }));
  const models = yield* modelsOf(asTold);
  return {
    total: sidesOf(asTold.cells),
    models: largestFirst(models),
    days: [...days],
    ...{ cells: largestFirst(cells), cut: 0 },
    causes: [...causes, ...found].sort((a, b) => b.share - a.share),
    unexplained: { tokens: unexplained.tokens, cost: formatDecimal(unexplained.cost) },
    currencies: [...inCurrency].map(([currency, cost]) => ({
      currency,
      cost: formatDecimal(cost),
      inDollars: tells.cost && !unknownCurrencies.includes(currency),
    })),
  };
}

/** As one answer holds it: without the cells that are least apart. */
export const cutToFit = ({ cells, ...comparison }: Comparison): Comparison => ({
  ...comparison,
  cells: cells.slice(0, MAX_CELLS),
  cut: Math.max(0, cells.length - MAX_CELLS),
});

/** {@link compareInTurns} at once. */
export const compare = (parts: SheetParts): Comparison => atOnce(compareInTurns(parts));
