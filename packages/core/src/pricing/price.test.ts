import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PriceOverride } from '../api/prices.ts';
import type { Span } from '../span.ts';
import { USAGE_BUCKETS, type Usage } from '../usage.ts';
import { catalogue } from './catalogue.ts';
import { parseDecimal, sumDecimals } from './decimal.ts';
import { CATALOGUE_VERSION } from './generated/catalogue.ts';
import { priceSpan, priceUsage } from './price.ts';
import { createPriceBook, listPrices } from './price-book.ts';

const at = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
const NOW = at('2026-11-23T12:00:00Z');
const usage = (buckets: Omit<Usage, 'total'>): Usage => ({
  ...buckets,
  total: USAGE_BUCKETS.reduce((sum, bucket) => sum + (buckets[bucket] ?? 0), 0),
});
const span = (facts: Partial<Span>): Span => ({
  traceId: '1'.repeat(32),
  spanId: '2'.repeat(16),
  parentSpanId: '',
  name: 'chat',
  kind: 'llm',
  startNs: NOW,
  endNs: NOW + 1n,
  status: 'ok',
  statusMessage: '',
  error: undefined,
  model: '',
  requestModel: facts.model ?? '',
  provider: '',
  usage: undefined,
  usageEstimated: false,
  usageTokenizer: '',
  clientCost: undefined,
  cost: undefined,
  timeToFirstTokenNs: undefined,
  userId: '',
  sessionId: '',
  agentName: '',
  agentVersion: '',
  toolName: '',
  promptName: '',
  promptVersion: '',
  environment: '',
  release: '',
  service: '',
  tags: [],
  input: undefined,
  output: undefined,
  documents: [],
  toolDefinitions: [],
  attributes: new Map(),
  resource: new Map(),
  events: [],
  links: [],
  scopeName: '',
  convention: '',
  ...facts,
});
const book = createPriceBook();
const costOf = (facts: Partial<Span>, prices = book) => priceSpan(span(facts), prices);
const override = (facts: Partial<PriceOverride>): PriceOverride => ({
  ...{ model: 'm', provider: '', currency: 'USD', updatedAt: '2026-11-01T00:00:00Z' },
  ...facts,
});

test('each bucket is charged at its own rate', () => {
  expect(
    costOf({ model: 'gpt-4.1', usage: usage({ input: 1000, cachedRead: 3000, output: 500, reasoning: 0 }) }),
  ).toEqual({
    input: '0.002',
    cachedRead: '0.0015',
    cacheSaved: '0.0045',
    output: '0.004',
    reasoning: '0',
    total: '0.0075',
    currency: 'USD',
    priceId: 'openai/gpt-4.1',
    priceVersion: CATALOGUE_VERSION,
  });
});

test('reasoning tokens cost what output costs, cached tokens what input costs, when there is no own rate', () => {
  const cost = costOf({
    model: 'qwen3-max',
    usage: usage({ input: 1_000_000, cachedRead: 1_000_000, output: 1_000_000, reasoning: 1_000_000 }),
  });
  expect(cost).toMatchObject({ input: '1.2', cachedRead: '1.2', output: '6', reasoning: '6', total: '14.4' });
});

test('a cache write for an hour costs its own rate, else twice the input', () => {
  const write = usage({ cacheWrite1h: 1_000_000 });
  expect(costOf({ model: 'claude-haiku-4-5', usage: write })?.total).toBe('2');
  const prices = createPriceBook({ overrides: [override({ input: '3', cacheWrite: '3.75', output: '15' })] });
  expect(costOf({ model: 'm', usage: write }, prices)?.total).toBe('6');
  const flat = createPriceBook({ overrides: [override({ input: '3', output: '15' })] });
  expect(costOf({ model: 'm', usage: write }, flat)?.total).toBe('3');
});

test('a long context is charged at its tier, all tokens of the call', () => {
  const model = 'gemini-2.5-pro';
  expect(costOf({ model, usage: usage({ input: 200_000, output: 10 }) })?.total).toBe('0.2501');
  expect(costOf({ model, usage: usage({ input: 150_000, cachedRead: 50_001, output: 10 }) })).toMatchObject({
    input: '0.375',
    cachedRead: '0.01250025',
    output: '0.00015',
  });
});

test('the price is that of the day and the hour at which the call started', () => {
  const million = usage({ input: 1_000_000 });
  const on = (iso: string, model: string) => costOf({ model, usage: million, startNs: at(iso) });
  expect(on('2025-06-09T23:59:59Z', 'o3')).toMatchObject({ total: '10', priceId: 'openai/o3' });
  expect(on('2025-06-10T00:00:00Z', 'o3')).toMatchObject({ total: '2', priceId: 'openai/o3@2025-06-10' });
  expect(on('2026-11-01T12:00:00Z', 'deepseek-chat')?.total).toBe('0.27');
  expect(on('2026-11-01T20:00:00Z', 'deepseek-chat')?.total).toBe('0.135');
  expect(on('2026-08-01T02:00:00Z', 'deepseek-v4-flash')?.total).toBe('0.14');
  expect(on('2026-09-01T02:00:00Z', 'deepseek-v4-flash')?.total).toBe('0.44');
  expect(on('2026-09-01T05:00:00Z', 'deepseek-v4-flash')?.total).toBe('0.22');
});

test('a total alone is priced for an embedding and unknown for a chat model', () => {
  expect(costOf({ model: 'text-embedding-3-small', usage: { total: 1000 } })).toMatchObject({
    input: '0.00002',
    total: '0.00002',
  });
  expect(costOf({ model: 'gpt-4.1', usage: { total: 1000 } })).toBeUndefined();
});

test('what is not known is undefined, never 0', () => {
  expect(costOf({ model: 'atlas-chat-7b', usage: usage({ input: 10 }) })).toBeUndefined();
  expect(costOf({ model: 'gpt-4.1' })).toBeUndefined();
  expect(costOf({ usage: usage({ input: 10 }) })).toBeUndefined();
  expect(
    costOf({ model: 'text-embedding-3-small', usage: usage({ input: 5, output: 5 }) }),
    'an output that the price cannot charge',
  ).toBeUndefined();
  expect(costOf({ model: 'gpt-4.1', usage: usage({ input: 1e300 }) })).toBeUndefined();
});

test('the model asked for is priced when the one that answered is unknown', () => {
  const facts = { model: 'prod-eu-7', requestModel: 'gpt-4.1', usage: usage({ input: 1_000_000 }) };
  expect(costOf(facts)?.total).toBe('2');
});

test('a cost that the client sent wins, unless it is no amount', () => {
  const facts = { model: 'gpt-4.1', usage: usage({ input: 1_000_000 }) };
  expect(costOf({ ...facts, clientCost: '1.5e-3' })).toEqual({
    total: '0.0015',
    currency: 'USD',
    priceId: 'client',
    priceVersion: '',
  });
  expect(costOf({ clientCost: '0' })?.priceId).toBe('client');
  for (const clientCost of ['-1', 'NaN', '1e40', 'free']) {
    expect(costOf({ ...facts, clientCost })?.total).toBe('2');
  }
});

test("a project's own price comes first, for the provider it names and for dated names of its model", () => {
  const prices = createPriceBook({
    overrides: [
      override({ model: 'gpt-4o', input: '1' }),
      override({ model: 'gpt-4o', provider: 'Azure', input: '0.5' }),
      override({ model: 'atlas-chat-7b', input: '0.000000001', output: '0' }),
    ],
  });
  const million = usage({ input: 1_000_000 });
  const price = (provider: string, model: string) => costOf({ provider, model, usage: million }, prices);
  expect(price('openai', 'gpt-4o')).toMatchObject({ total: '1', priceId: 'project/gpt-4o' });
  expect(price('azure', 'gpt-4o')).toMatchObject({ total: '0.5', priceId: 'project/Azure/gpt-4o' });
  expect(price('openai', 'GPT-4o-2024-08-06')?.total).toBe('1');
  expect(price('', 'atlas-chat-7b')?.total).toBe('0.000000001');
  expect(price('openai', 'gpt-4.1')?.total).toBe('2');
});

const listed = [...catalogue().values()].flatMap(({ models }) => models);
const tokens = fc.oneof(fc.constant(undefined), fc.integer({ min: 0, max: 3_000_000 }), fc.maxSafeNat());
const anyUsage = fc
  .record(Object.fromEntries(USAGE_BUCKETS.map((bucket) => [bucket, tokens])))
  .map(
    (buckets): Usage => usage(Object.fromEntries(Object.entries(buckets).filter(([, n]) => n !== undefined))),
  );

test('for every listed model and any usage the buckets sum to the total exactly, and none is negative', () => {
  fc.assert(
    fc.property(fc.constantFrom(...listed), anyUsage, (model, counts) => {
      const price = book.find(model.provider, model.model, NOW);
      const cost = price && priceUsage(counts, price);
      if (!cost) return;
      const { total, currency: _c, priceId: _id, priceVersion: _v, cacheSaved: _saved, ...buckets } = cost;
      expect(sumDecimals(Object.values(buckets))).toBe(total);
      for (const part of Object.values(buckets)) expect(parseDecimal(part)).toBeGreaterThanOrEqual(0n);
      for (const bucket of USAGE_BUCKETS)
        expect(cost[bucket] !== undefined).toBe(counts[bucket] !== undefined);
    }),
    { numRuns: 1000 },
  );
});

test('amounts beyond safe whole numbers stay exact', () => {
  const prices = createPriceBook({
    overrides: [override({ input: '0.000000001', output: '999999999.999999999' })],
  });
  const cost = costOf({ model: 'm', usage: usage({ input: 1499, output: 9_007_199_254_740_991 }) }, prices);
  expect(cost).toMatchObject({
    input: '0.000000000001',
    output: '9007199254740990990.992800745259',
    total: '9007199254740990990.99280074526',
  });
});

test('what a cache saved is what its tokens would have cost more as plain input, and less than 0 for writes alone', () => {
  const saved = (counts: Partial<Usage>, model = 'claude-sonnet-4-5') =>
    costOf({ provider: 'anthropic', model, usage: usage(counts) })?.cacheSaved;
  // Per million: input 3 $, read 0.30 $, write 3.75 $, of an hour 6 $; beyond 200,000 tokens twice that.
  expect(saved({ input: 10, cachedRead: 1000, output: 5 })).toBe('0.0027');
  expect(saved({ cacheWrite: 1000 })).toBe('-0.00075');
  expect(saved({ cachedRead: 1000, cacheWrite: 1000, cacheWrite1h: 100 })).toBe('0.00165');
  expect(saved({ input: 250_000, cachedRead: 1000 })).toBe('0.0054');
  expect(saved({ input: 10, output: 5 })).toBeUndefined();
});

test('what a cache saved makes up the difference to the same tokens uncached', () => {
  const models = fc.constantFrom('gpt-4.1', 'gpt-4o', 'deepseek-chat', 'claude-sonnet-4-5', 'gemini-2.5-pro');
  const count = fc.nat(400_000);
  fc.assert(
    fc.property(models, count, count, count, (model, input, cachedRead, cacheWrite) => {
      const cost = costOf({ model, usage: usage({ input, cachedRead, cacheWrite }) });
      const plain = costOf({ model, usage: usage({ input: input + cachedRead + cacheWrite }) });
      expect(sumDecimals([cost?.total ?? '', cost?.cacheSaved ?? '0'])).toBe(plain?.total);
    }),
  );
});

test('more tokens never cost less', () => {
  fc.assert(
    fc.property(fc.constantFrom(...listed), anyUsage, fc.nat(1_000_000), (model, counts, more) => {
      const price = book.find(model.provider, model.model, NOW);
      const less = price && priceUsage(counts, price);
      const all = price && priceUsage({ ...counts, input: (counts.input ?? 0) + more }, price);
      if (!less || !all) return;
      expect(parseDecimal(all.total)).toBeGreaterThanOrEqual(parseDecimal(less.total) ?? 0n);
    }),
  );
});

test('names sent in bad faith do not change the price of the others', () => {
  for (let i = 0; i < 10_000; i += 1) book.find('', `none-${i}`, NOW);
  expect(costOf({ model: 'gpt-4.1', usage: usage({ output: 1_000_000 }) })?.total).toBe('8');
});

test("the list shows the project's prices first and the catalogue as of the day", () => {
  const prices = listPrices(
    createPriceBook({ overrides: [override({ model: 'gpt-4.1', input: '1' })] }),
    NOW,
  );
  expect(prices[0]).toEqual({
    id: 'project/gpt-4.1',
    source: 'project',
    model: 'gpt-4.1',
    provider: '',
    currency: 'USD',
    input: '1',
  });
  const byId = new Map(prices.map((price) => [price.id, price]));
  expect(byId.size).toBe(prices.length);
  expect(byId.get('openai/o3')).toMatchObject({ input: '2', output: '8', cachedRead: '0.5' });
  expect(byId.get('google/gemini-2.5-pro')).toMatchObject({
    input: ['1.25', [200_000, '2.5']],
    source: 'catalogue',
  });
  expect(prices.length).toBeGreaterThan(1000);
});
