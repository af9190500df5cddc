import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExchangeRate, PriceOverride } from '../api/prices.ts';
import type { Usage } from '../usage.ts';
import { parseDecimal } from './decimal.ts';
import { priceUsage } from './price.ts';
import { createPriceBook } from './price-book.ts';

const SET = '2026-11-01T00:00:00Z';
const own = (price: Partial<PriceOverride>): PriceOverride => ({
  ...{ model: 'house-model', provider: '', currency: 'USD', updatedAt: SET },
  ...price,
});
const yuan = (from: string, usd: string): ExchangeRate => ({ currency: 'CNY', from, usd });
const at = (day: string) => BigInt(Date.parse(`${day}T12:00:00Z`)) * 1_000_000n;
const thousand: Usage = { input: 1000, total: 1000 };
const charged = (
  prices: { overrides: PriceOverride[]; exchange?: ExchangeRate[] },
  day: string,
  model = 'house-model',
) => {
  const price = createPriceBook(prices).find('', model, at(day));
  return price && priceUsage(thousand, price);
};

test('a price holds from its day on, until the next one', () => {
  const overrides = [
    own({ from: '2026-06-01', input: '2' }),
    own({ from: '2026-01-01', input: '1' }),
    own({ from: '2026-09-01', input: '3' }),
  ];
  const on = (day: string) => charged({ overrides }, day)?.total;
  expect([on('2026-05-31'), on('2026-06-01'), on('2026-08-31'), on('2026-09-01'), on('2030-01-01')]).toEqual([
    '0.001',
    '0.002',
    '0.002',
    '0.003',
    '0.003',
  ]);
});

test('before its first day the catalogue holds, and where that knows nothing no price', () => {
  const overrides = [
    own({ from: '2026-06-01', input: '7' }),
    own({ model: 'gpt-4.1', from: '2026-06-01', input: '7' }),
  ];
  expect(charged({ overrides }, '2026-05-31')).toBeUndefined();
  expect(charged({ overrides }, '2026-05-31', 'gpt-4.1')).toMatchObject({
    total: '0.002',
    priceId: 'openai/gpt-4.1',
  });
  expect(charged({ overrides }, '2026-06-01', 'gpt-4.1')).toMatchObject({
    total: '0.007',
    priceVersion: SET,
  });
});

test('another currency is worth what it is on the day of the call', () => {
  const overrides = [own({ currency: 'CNY', input: '8' })];
  const exchange = [yuan('2026-03-01', '0.14'), yuan('2026-07-01', '0.15')];
  const on = (day: string) => charged({ overrides, exchange }, day);
  expect(on('2026-01-01'), 'before the first day').toMatchObject({ total: '0.00112' });
  expect(on('2026-06-30')).toMatchObject({ total: '0.00112', priceVersion: `${SET} CNY@2026-03-01` });
  expect(on('2026-07-01')).toMatchObject({
    total: '0.0012',
    priceVersion: `${SET} CNY@2026-07-01`,
    currency: 'USD',
  });
});

test('a currency of unknown worth leaves the model without a price, even where the catalogue has one', () => {
  const overrides = [
    own({ currency: 'CNY', input: '8' }),
    own({ model: 'gpt-4.1', currency: 'CNY', input: '8' }),
  ];
  expect(charged({ overrides }, '2026-06-01')).toBeUndefined();
  expect(charged({ overrides }, '2026-06-01', 'gpt-4.1')).toBeUndefined();
});

test('tiers of context are exchanged as well', () => {
  const overrides = [own({ currency: 'CNY', input: ['1', [500, '2']] })];
  expect(charged({ overrides, exchange: [yuan('2026-01-01', '0.5')] }, '2026-06-01')?.total).toBe('0.001');
});

test('in whatever order prices and exchange rates are told, each day has the same price', () => {
  const days = fc
    .integer({ min: 0, max: 300 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const amounts = fc.integer({ min: 1, max: 99_999 }).map(String);
  const prices = fc.uniqueArray(
    fc.record({
      from: fc.option(days, { nil: undefined }),
      input: amounts,
      currency: fc.constantFrom('USD', 'CNY'),
    }),
    { selector: ({ from }) => from ?? '', maxLength: 5 },
  );
  const rates = fc.uniqueArray(fc.tuple(days, fc.constantFrom('0.1', '0.14', '2')), {
    selector: ([day]) => day,
    maxLength: 4,
  });
  fc.assert(
    fc.property(prices, rates, days, (some, worths, day) => {
      const overrides = some.map(({ from, ...price }) =>
        own({ ...price, ...(from === undefined ? {} : { from }) }),
      );
      const exchange = worths.map(([from, usd]) => yuan(from, usd));
      const told = charged({ overrides, exchange }, day);
      expect(charged({ overrides: overrides.toReversed(), exchange: exchange.toReversed() }, day)).toEqual(
        told,
      );
      const holding = some
        .filter(({ from }) => from === undefined || from <= day)
        .toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1))
        .at(-1);
      const sorted = exchange.toSorted((a, b) => (a.from < b.from ? -1 : 1));
      const worth =
        holding?.currency === 'USD' ? '1' : (sorted.findLast(({ from }) => from <= day) ?? sorted[0])?.usd;
      const expected =
        holding && worth !== undefined
          ? ((parseDecimal(holding.input) ?? 0n) * (parseDecimal(worth) ?? 0n)) / 10n ** 15n
          : undefined;
      expect(told && parseDecimal(told.total)).toBe(expected);
    }),
  );
});
