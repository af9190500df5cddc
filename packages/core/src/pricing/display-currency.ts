import type { ExchangeRate } from '../api/prices.ts';
import { DECIMAL_PLACES, formatDecimal, parseDecimal } from './decimal.ts';

const ONE = 10n ** BigInt(DECIMAL_PLACES);

/**
 * The rate of a currency that is in force at a moment, milliseconds since the epoch: the last one whose day has begun, in UTC;
 * before the first day that one. Undefined when there is none. What costs add up to is converted with the rate at the end of
 * the time that they are of, so that all parts of one view are converted alike.
 */
export function rateInForce(
  rates: readonly ExchangeRate[],
  currency: string,
  atMs: number,
): ExchangeRate | undefined {
  const day = new Date(atMs).toISOString().slice(0, 10);
  const known = rates
    .filter((rate) => rate.currency === currency)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return known.findLast(({ from }) => from <= day) ?? known[0];
}

/** A decimal amount of US dollars in the currency of a rate, exact to 10^-12; what is no decimal stays as it is. */
export function inCurrency(usd: string, rate: ExchangeRate): string {
  const [amount, worth] = [parseDecimal(usd), parseDecimal(rate.usd)];
  if (amount === undefined || !worth) return usd;
  const size = amount < 0n ? -amount : amount;
  const there = (size * ONE + worth / 2n) / worth;
  return formatDecimal(amount < 0n ? -there : there);
}
