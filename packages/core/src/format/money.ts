import type { ExchangeRate } from '../api/prices.ts';
import { inCurrency } from '../pricing/display-currency.ts';
import { compact, number } from './number.ts';

/** The currency's sign in the locale, without letters in front where that is clear (`$`, not `US$`). */
export const symbol = (currency: string, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value ?? currency;

/**
 * Money short enough for a column: `$1 284`, `$12.40`, `$0.0020`, `<$0.0001`. The exact decimal belongs in the
 * title, see {@link exactMoney}.
 */
export function money(amount: number, locale: string, currency = 'USD', rate?: ExchangeRate): string {
  if (rate && currency === 'USD') return money(amount / Number(rate.usd), locale, rate.currency);
  const sign = amount < 0 ? '\u2212' : '';
  const size = Math.abs(amount);
  const mark = symbol(currency, locale);
  if (size === 0) return `${mark}0`;
  if (size < 0.0001) return `${sign}<${mark}${number(0.0001, locale, { maximumFractionDigits: 4 })}`;
  if (size >= 99_999.5) {
    const { value, unit } = compact(size, locale);
    return `${sign}${mark}${value}${unit}`;
  }
  const digits = size >= 999.5 ? 0 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  return `${sign}${mark}${number(size, locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** What a rate is and since when: `1 CNY = 0.14 USD, 2026-07-01`. */
export const rateText = ({ currency, usd, from }: ExchangeRate): string =>
  `1 ${currency} = ${usd} USD, ${from}`;

/** Every digit of a decimal string, with its currency: `0.00204125 USD`; shown in another one, with both and the rate. */
export function exactMoney(decimal: string, currency = 'USD', rate?: ExchangeRate): string {
  const told = `${decimal} ${currency}`;
  if (!rate || currency !== 'USD') return told;
  return `${inCurrency(decimal, rate)} ${rate.currency} = ${told} (${rateText(rate)})`;
}
