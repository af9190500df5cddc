import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExchangeRate } from '../api/prices.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';
import { inCurrency, rateInForce } from './display-currency.ts';

const yuan = (from: string, usd: string): ExchangeRate => ({ currency: 'CNY', from, usd });
const RATES = [
  yuan('2026-07-01', '0.15'),
  yuan('2026-01-01', '0.14'),
  { currency: 'EUR', from: '2026-01-01', usd: '1.1' },
];
const at = (moment: string) => rateInForce(RATES, 'CNY', Date.parse(moment));

test('the rate of the last day that has begun is in force, in UTC, and before the first day that one', () => {
  expect(at('2026-06-30T23:59:59Z')?.usd).toBe('0.14');
  expect(at('2026-07-01T00:00:00Z')?.usd).toBe('0.15');
  expect(at('2030-01-01T00:00:00Z')?.usd).toBe('0.15');
  expect(at('2020-01-01T00:00:00Z')?.usd).toBe('0.14');
});

test('a currency without a rate has none', () => {
  expect(rateInForce(RATES, 'JPY', 0)).toBeUndefined();
  expect(rateInForce([], 'CNY', 0)).toBeUndefined();
});

test.each([
  ['1', '0.125', '8'],
  ['0.7', '0.14', '5'],
  ['-0.7', '0.14', '-5'],
  ['1', '3', '0.333333333333'],
  ['2', '3', '0.666666666667'],
  ['0', '0.14', '0'],
  ['0.000000000001', '0.000001', '0.000001'],
  ['–', '0.14', '–'],
])('%s USD at %s USD is %s', (usd, worth, there) => {
  expect(inCurrency(usd, yuan('2026-01-01', worth))).toBe(there);
});

test('an amount that was converted is off by less than half of the last place, whatever the rate', () => {
  const amounts = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const worths = fc.bigInt({ min: 1n, max: 10n ** 18n }).map(formatDecimal);
  fc.assert(
    fc.property(amounts, worths, (amount, worth) => {
      const there = parseDecimal(inCurrency(formatDecimal(amount), yuan('2026-01-01', worth))) ?? 0n;
      const back = there * (parseDecimal(worth) ?? 0n) - amount * 10n ** 12n;
      expect((back < 0n ? -back : back) * 2n <= (parseDecimal(worth) ?? 0n)).toBe(true);
    }),
  );
});
