import type { ExchangeRate } from '../api/prices.ts';
import { multiplied, parseDecimal } from '../pricing/decimal.ts';
import { ratesByDay } from '../pricing/exchange.ts';

/** Turns an amount of a currency on a day into US dollars, both scaled by 10^12; undefined when its worth is not known. */
export type InDollars = (amount: bigint, currency: string, day: string) => bigint | undefined;

/** By a project's dated exchange rates. */
export function dollarsBy(rates: readonly ExchangeRate[]): InDollars {
  const rateOn = ratesByDay(rates);
  return (amount, currency, day) => {
    if (currency === 'USD') return amount;
    const worth = parseDecimal(rateOn(currency, day)?.usd ?? '');
    return worth === undefined ? undefined : multiplied(amount, worth);
  };
}
