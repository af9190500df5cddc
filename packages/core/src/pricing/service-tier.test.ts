import { expect, test } from 'vitest';
import type { Attributes, AttributeValue } from '../span.ts';
import type { USAGE_BUCKETS, Usage } from '../usage.ts';
import { LISTED_TIERS } from './generated/service-tiers.ts';
import { priceUsage } from './price.ts';
import { createPriceBook } from './price-book.ts';
import { serviceTierOf } from './service-tier.ts';
import type { ServiceTier } from './tiers.ts';

const NOW = BigInt(Date.parse('2026-11-23T12:00:00Z')) * 1_000_000n;
const book = createPriceBook();
/** A thousand of each. */
const thousand = (...buckets: (typeof USAGE_BUCKETS)[number][]): Usage => ({
  ...Object.fromEntries(buckets.map((bucket) => [bucket, 1000])),
  total: buckets.length * 1000,
});
const costOf = (provider: string, model: string, tier: ServiceTier, usage: Usage) => {
  const price = book.find(provider, model, NOW, tier);
  return price && priceUsage(usage, price);
};

test.each<[string, Record<string, AttributeValue>, ServiceTier]>([
  ['as OpenTelemetry names what answered', { 'openai.response.service_tier': 'flex' }, 'flex'],
  ['as it was named before', { 'gen_ai.openai.response.service_tier': 'Priority' }, 'priority'],
  ['as the program itself says', { 'pharos.service_tier': 'batch' }, 'batch'],
  [
    'as it was answered, whatever was asked for',
    { 'openai.request.service_tier': 'flex', 'openai.response.service_tier': 'default' },
    'standard',
  ],
  [
    'as it was asked for where the answer does not say',
    { 'gen_ai.request.service_tier': 'priority' },
    'priority',
  ],
  ['left to the provider', { 'openai.request.service_tier': 'auto' }, 'standard'],
  ['no text', { 'openai.response.service_tier': 7 }, 'standard'],
  ['not told', {}, 'standard'],
])('the tier is %s', (_, attributes, tier) => {
  expect(serviceTierOf(new Map(Object.entries(attributes)) as Attributes)).toBe(tier);
});

test.each([
  [
    'openai',
    'gpt-5.4',
    'standard',
    { input: '0.0025', cachedRead: '0.00025', output: '0.015', total: '0.01775' },
  ],
  [
    'openai',
    'gpt-5.4',
    'flex',
    { input: '0.00125', cachedRead: '0.00013', output: '0.0075', total: '0.00888' },
  ],
  [
    'openai',
    'gpt-5.4-2026-03-05',
    'batch',
    { input: '0.00125', cachedRead: '0.000125', output: '0.0075', total: '0.008875' },
  ],
  [
    'openai',
    'gpt-4.1',
    'priority',
    { input: '0.0035', cachedRead: '0.000875', output: '0.014', total: '0.018375' },
  ],
  [
    'anthropic',
    'claude-sonnet-4-5-20250929',
    'batch',
    { input: '0.0015', cachedRead: '0.00015', output: '0.0075', total: '0.00915' },
  ],
  [
    'anthropic',
    'claude-sonnet-4-5-20250929',
    'priority',
    { input: '0.003', cachedRead: '0.0003', output: '0.015', total: '0.0183' },
  ],
] as const)('%s charges %s at the %s tier', (provider, model, tier, cost) => {
  expect(costOf(provider, model, tier, thousand('input', 'cachedRead', 'output'))).toMatchObject(cost);
});

test('a tier that the provider lists no price for is not known, rather than charged as another', () => {
  expect(book.find('deepseek', 'deepseek-chat', NOW, 'standard')).toBeDefined();
  expect(book.find('deepseek', 'deepseek-chat', NOW, 'priority')).toBeUndefined();
  expect(book.find('mistral', 'mistral-large-latest', NOW, 'flex')).toBeUndefined();
});

test('the price says for which tier it is, and where a tier costs the same it is the same price', () => {
  expect(book.find('openai', 'gpt-5.4', NOW, 'flex')?.id).toBe('openai/gpt-5.4#flex');
  expect(book.find('anthropic', 'claude-sonnet-4-5', NOW, 'priority')?.id).toBe(
    'anthropic/claude-sonnet-4-5',
  );
});

test("a project's own price is what it pays at every tier", () => {
  const own = createPriceBook({
    overrides: [
      {
        model: 'gpt-5.4',
        provider: '',
        currency: 'USD',
        input: '1',
        output: '2',
        updatedAt: '2026-11-01T00:00:00Z',
      },
    ],
  });
  for (const tier of ['standard', 'batch', 'flex', 'priority'] as const)
    expect(own.find('openai', 'gpt-5.4', NOW, tier)?.id).toBe('project/gpt-5.4');
});

test('what is charged by the piece costs the same at every tier', () => {
  const usage: Usage = { searchUnits: 1000, total: 0 };
  const standard = costOf('anthropic', 'claude-sonnet-4-5', 'standard', usage);
  expect(standard?.total).toBe('10');
  expect(costOf('anthropic', 'claude-sonnet-4-5', 'batch', usage)?.total).toBe('10');
});

test('both lists mean the same prices: no listed tier is far from the price that is known', () => {
  let compared = 0;
  for (const [model, tiers] of Object.entries(LISTED_TIERS)) {
    const base = book.find('', model, NOW)?.rates.get('output')?.base.femto;
    for (const tier of ['batch', 'flex', 'priority'] as const) {
      const listed = tiers[tier] && book.find('', model, NOW, tier)?.rates.get('output')?.base.femto;
      if (!base || !listed) continue;
      compared += 1;
      const times = Number(listed) / Number(base);
      expect(times, `${model} ${tier}`).toBeGreaterThanOrEqual(tier === 'priority' ? 1.5 : 0.5);
      expect(times, `${model} ${tier}`).toBeLessThanOrEqual(tier === 'priority' ? 2.5 : 0.5);
    }
  }
  expect(compared).toBeGreaterThan(80);
});
