import { formatDecimal, parseDecimal } from '../pricing/decimal.ts';

const ABSURD = 1e9;

/** An amount as a decimal string without exponent; undefined when it is negative, not finite or absurdly large. */
export function decimal(amount: number | undefined): string | undefined {
  if (amount === undefined || !(amount >= 0 && amount < ABSURD)) return undefined;
  const units = parseDecimal(String(amount));
  return units === undefined ? undefined : formatDecimal(units);
}

/** A cost that an SDK worked out itself: 0 is what it reports when it does not know the price. */
export const workedOut = (amount: number | undefined): string | undefined =>
  amount === 0 ? undefined : decimal(amount);
