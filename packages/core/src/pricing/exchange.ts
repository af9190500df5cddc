import type { ExchangeRate } from '../api/prices.ts';

/** The exchange rate of a currency that holds on a day, `2026-03-01`; undefined when none is known. */
export type RateOn = (currency: string, day: string) => ExchangeRate | undefined;

/** By dated exchange rates: the last one whose day has begun, and before the first day that one. */
export function ratesByDay(rates: readonly ExchangeRate[]): RateOn {
  const known = new Map<string, ExchangeRate[]>();
  for (const rate of rates) known.set(rate.currency, [...(known.get(rate.currency) ?? []), rate]);
  for (const dated of known.values()) dated.sort((a, b) => (a.from < b.from ? -1 : 1));
  return (currency, day) => {
    const dated = known.get(currency);
    return dated?.findLast(({ from }) => from <= day) ?? dated?.[0];
  };
}
