import { expect, test } from 'vitest';
import type { Usage } from '../usage.ts';
import { parseDecimal } from './decimal.ts';
import { priceUsage } from './price.ts';
import { createPriceBook } from './price-book.ts';
import { YUAN_PRICES } from './yuan-prices.ts';

const NOW = BigInt(Date.parse('2026-11-23T12:00:00Z')) * 1_000_000n;
/** A yuan that is worth a dollar shows the list as it stands. */
const asListed = createPriceBook({ exchange: [{ currency: 'CNY', from: '2026-01-01', usd: '1' }] });
const usage = (input: number, output: number): Usage => ({ input, output, total: input + output });
const costOf = (provider: string, model: string, used: Usage, book = asListed) => {
  const price = book.find(provider, model, NOW);
  return price && priceUsage(used, price);
};

test.each([
  ['bytedance', 'doubao-seed-1-6-250615', usage(10_000, 1_000), '0.016'],
  ['', 'doubao-seed-1.6', usage(40_000, 1_000), '0.064'],
  ['volcengine', 'doubao-seed-1-6-251015', usage(200_000, 1_000), '0.504'],
  ['', 'doubao-1-5-pro-32k-250115', usage(1_000, 1_000), '0.0028'],
  ['tencent', 'hunyuan-turbos-latest', usage(1_000, 1_000), '0.0028'],
  ['', 'hunyuan-t1-20250711', usage(1_000, 1_000), '0.005'],
  ['', 'hunyuan-lite', usage(1_000, 1_000), '0'],
  ['baichuan', 'Baichuan4-Air', usage(1_000, 1_000), '0.00196'],
  ['', 'Baichuan4-Turbo', usage(1_000, 1_000), '0.03'],
  ['minimax', 'MiniMax-Text-01', usage(1_000, 1_000), '0.009'],
  ['dashscope', 'qwen-flash', usage(200_000, 1_000), '0.126'],
  ['', 'text-embedding-v4', { input: 1_000, total: 1_000 }, '0.0005'],
  ['', 'gte-rerank-v2', { input: 1_000, total: 1_000 }, '0.0008'],
  ['qianfan', 'ernie-x1-turbo-32k', usage(1_000, 1_000), '0.005'],
])('%s %s costs as its provider lists it', (provider, model, used, total) => {
  expect(costOf(provider, model, used)?.total).toBe(total);
});

test('a yuan is worth what the project says, else about what it is worth, which the edition of the price tells', () => {
  const used = usage(1_000, 1_000);
  expect(costOf('', 'hunyuan-turbos', used, createPriceBook())).toMatchObject({
    ...{ total: '0.000392', currency: 'USD', priceId: 'tencent/hunyuan-turbos' },
    priceVersion: expect.stringMatching(/ CNY@reference$/),
  });
  const own = createPriceBook({ exchange: [{ currency: 'CNY', from: '2026-10-01', usd: '0.15' }] });
  expect(costOf('', 'hunyuan-turbos', used, own)).toMatchObject({
    total: '0.00042',
    priceVersion: expect.stringMatching(/ CNY@2026-10-01$/),
  });
});

test('every model of the list is found by each of its names, with or without its provider', () => {
  const names = Object.entries(YUAN_PRICES).flatMap(([provider, models]) =>
    models.flatMap(({ model, aliases = [] }) =>
      [model, ...aliases].map((name) => ({ provider, model, name })),
    ),
  );
  expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
  for (const { provider, model, name } of names)
    for (const reported of [provider, ''])
      expect(asListed.find(reported, name, NOW)?.id, `${reported} ${name}`).toBe(`${provider}/${model}`);
});

test('every rate is read as it is listed', () => {
  for (const [provider, models] of Object.entries(YUAN_PRICES))
    for (const { model, prices } of models) {
      const rate = asListed.find(provider, model, NOW)?.rates.get('input')?.base.femto ?? -1n;
      const listed = Array.isArray(prices.input) ? prices.input[0] : (prices.input ?? '');
      expect(rate, model).toBe((parseDecimal(listed) ?? 0n) / 1_000n);
    }
});
