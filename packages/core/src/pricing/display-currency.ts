import type { ExchangeRate } from '../api/prices.ts';
import { divided, formatDecimal, parseDecimal } from './decimal.ts';
import { ratesByDay } from './exchange.ts';

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
  return ratesByDay(rates)(currency, new Date(atMs).toISOString().slice(0, 10));
}

/** A decimal amount of US dollars in the currency of a rate, exact to 10^-12; what is no decimal stays as it is. */
export function inCurrency(usd: string, rate: ExchangeRate): string {
  const [amount, worth] = [parseDecimal(usd), parseDecimal(rate.usd)];
  if (amount === undefined || !worth) return usd;
  return formatDecimal(divided(amount, worth));
}
