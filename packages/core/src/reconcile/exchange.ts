import type { ExchangeRate } from '../api/prices.ts';
import { DECIMAL_PLACES, parseDecimal } from '../pricing/decimal.ts';

const ONE = 10n ** BigInt(DECIMAL_PLACES);

/** Turns an amount of a currency on a day into US dollars, both scaled by 10^12; undefined when its worth is not known. */
export type InDollars = (amount: bigint, currency: string, day: string) => bigint | undefined;

/** By a project's dated exchange rates: the last one of or before the day, and before the first one that. */
export function dollarsBy(rates: readonly ExchangeRate[]): InDollars {
  const known = new Map<string, { from: string; worth: bigint }[]>();
  for (const { currency, from, usd } of rates) {
    const worth = parseDecimal(usd);
    if (worth !== undefined) known.set(currency, [...(known.get(currency) ?? []), { from, worth }]);
  }
  for (const dated of known.values()) dated.sort((a, b) => (a.from < b.from ? -1 : 1));
  return (amount, currency, day) => {
    if (currency === 'USD') return amount;
    const dated = known.get(currency);
    const worth = (dated?.findLast(({ from }) => from <= day) ?? dated?.[0])?.worth;
    if (worth === undefined) return undefined;
    const product = amount * worth;
    return product < 0n ? -((-product + ONE / 2n) / ONE) : (product + ONE / 2n) / ONE;
  };
}
