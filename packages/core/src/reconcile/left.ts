import { groupBy } from '../group-by.ts';
import { COMPARED, tokensOf } from './amounts.ts';
import { ALL_MODELS, type Cell, costGap, measuredTokens, type Sheet, tokenGap } from './sheet.ts';

/** What of a cell's difference (stated less measured) nothing explains yet; undefined where the statement does not tell. */
export interface Left {
  cell: Cell;
  tokens: number | undefined;
  cost: bigint | undefined;
}

/** What a cause explains of it. */
export interface Taken {
  left: Left;
  tokens: number;
  cost: bigint;
}

/** A sheet as causes are looked for in it. */
export interface LeftSheet {
  left: readonly Left[];
  byKey: ReadonlyMap<string, Left[]>;
  /** Models and days of which anything was measured. */
  measuredKeys: ReadonlySet<string>;
  measuredDays: ReadonlySet<string>;
  /** Half of the last place to which costs are rounded, US dollars scaled by 10^12; 0 when they are not. */
  halfPlace: bigint;
  /** Whether the statement has tokens at all. */
  tellsTokens: boolean;
  /** Whether tokens are told and the same; of all models together, on each of them. */
  agreesInTokens(cell: Cell): boolean;
}

/** Two counts that differ by less than a thousandth are the same for a price. */
const AGREE_WITHIN = 0.001;

const agrees = (cell: Cell): boolean => {
  const gap = tokenGap(cell);
  return gap !== undefined && Math.abs(gap) <= AGREE_WITHIN * Math.max(1, tokensOf(cell.stated) ?? 0);
};

export function leftOf({ cells }: Sheet, costPlaces: number | undefined): LeftSheet {
  const left = cells.map((cell): Left => ({ cell, tokens: tokenGap(cell), cost: costGap(cell) }));
  const byKey = groupBy(left, ({ cell }) => cell.key);
  const ofModels = cells.filter(({ key }) => key !== ALL_MODELS);
  const byDay = groupBy(ofModels, ({ day }) => day);
  const measured = cells.filter(({ isMeasured }) => isMeasured);
  return {
    ...{ left, byKey },
    tellsTokens: left.some(({ tokens }) => tokens !== undefined),
    measuredKeys: new Set(measured.map(({ key }) => key)),
    measuredDays: new Set(measured.map(({ day }) => day)),
    halfPlace: costPlaces === undefined ? 0n : 5n * 10n ** BigInt(Math.max(0, 11 - costPlaces)),
    agreesInTokens(cell) {
      const models = cell.key === ALL_MODELS ? (byDay.get(cell.day) ?? []) : [];
      return models.length === 0 ? agrees(cell) : models.every(agrees);
    },
  };
}

/** Marks a part as explained. */
export function take({ left, tokens, cost }: Taken): void {
  if (left.tokens !== undefined) left.tokens -= tokens;
  if (left.cost !== undefined) left.cost -= cost;
}

/** All tokens measured in a cell, whether its statement tells them or not. */
export const measuredAll = (cell: Cell): number =>
  Math.max(
    measuredTokens(cell),
    COMPARED.reduce((sum, bucket) => sum + cell.measured[bucket], 0),
  );

/** That part of an amount, rounded down; all of it when the part is the whole. */
export function partOf(amount: bigint, part: number, whole: number): bigint {
  if (whole <= 0 || part >= whole) return amount;
  return (amount * BigInt(Math.round((part / whole) * 1e9))) / 1_000_000_000n;
}
