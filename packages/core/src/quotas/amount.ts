import { formatDecimal, parseDecimal } from '../pricing/decimal.ts';

/** What a quota counts. */
export const QUOTA_MEASURES = ['tokens', 'cost', 'requests'] as const;
export type QuotaMeasure = (typeof QUOTA_MEASURES)[number];

/**
 * Amounts that counters add up are whole numbers of units: a token, a request, a billionth of a dollar. They fit what a
 * double holds exactly, which is all that Redis' Lua has, and stay there: what would be more is {@link MAX_AMOUNT}. Limits
 * are smaller than that (9,007,199 USD), so an amount that reached the edge is over every limit, and every comparison of
 * used + reserved + wanted with a limit is exact. Money of 10^-12 is rounded up once a figure, not once a call: a counter is
 * less than a billionth of a dollar above the exact sum of its spans, never below it.
 */
export const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

/** 10^-12, in which money is exact, in one unit of cost. */
const PER_UNIT = 1_000n;
const WHOLE = /^\d{1,30}$/;

/** Never more than {@link MAX_AMOUNT}. */
export const plus = (left: number, right: number): number => Math.min(left + right, MAX_AMOUNT);

export const sumOf = (amounts: Iterable<number>): number => {
  let sum = 0;
  for (const amount of amounts) sum = plus(sum, amount);
  return sum;
};

const bounded = (units: bigint): number => (units > BigInt(MAX_AMOUNT) ? MAX_AMOUNT : Number(units));

/** Units of a text such as `1200` or, for cost, `0.0125` USD. Undefined for what is negative or no number. */
export function amountOf(measure: QuotaMeasure, text: string): number | undefined {
  if (measure !== 'cost') return WHOLE.test(text) ? bounded(BigInt(text)) : undefined;
  const exact = parseDecimal(text);
  if (exact === undefined || exact < 0n) return undefined;
  return bounded((exact + PER_UNIT - 1n) / PER_UNIT);
}

/** The text of an amount: whole tokens or requests, decimal USD. */
export const amountText = (measure: QuotaMeasure, amount: number): string =>
  measure === 'cost' ? formatDecimal(BigInt(amount) * PER_UNIT) : String(amount);
