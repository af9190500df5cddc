import { expect, test } from 'vitest';
import type { Usage } from '../usage.ts';
import { priceUsage } from './price.ts';
import { createPriceBook } from './price-book.ts';
import type { ServiceTier } from './tiers.ts';

/*
 * What providers' own pages say, worked out by hand: not from the list that is tested here.
 *  - platform.claude.com/docs/en/about-claude/pricing, a copy of 2026-10, and of 2026-02 for what it names no longer; batches:
 *    docs.anthropic.com/en/docs/build-with-claude/batch-processing, half of everything.
 *  - openai.com/api-priority-processing, a copy of 2026-10.
 *  - github.com/BerriAI/litellm, model_prices_and_context_window.json: what OpenAI charges for fine-tuned models.
 */
const NOW = BigInt(Date.parse('2026-11-23T12:00:00Z')) * 1_000_000n;
const book = createPriceBook();
const totalOf = (provider: string, model: string, tier: ServiceTier, usage: Omit<Usage, 'total'>) => {
  const total = Object.values(usage).reduce((sum: number, count) => sum + (Number(count) || 0), 0);
  const price = book.find(provider, model, NOW, tier);
  return price && priceUsage({ ...usage, total }, price)?.total;
};

/** A thousand each of input, cache written for five minutes and for an hour, cache read and output: in full, and in a batch. */
test.each([
  ['claude-fable-5-1', '0.09275', '0.046375'],
  ['claude-fable-5', '0.0935', '0.04675'],
  ['claude-opus-5', '0.04675', '0.023375'],
  ['claude-opus-4-8', '0.04675', '0.023375'],
  ['claude-opus-4-7', '0.04675', '0.023375'],
  ['claude-opus-4-6', '0.04675', '0.023375'],
  ['claude-opus-4-5-20251101', '0.04675', '0.023375'],
  ['claude-opus-4-1-20250805', '0.14025', '0.070125'],
  ['claude-sonnet-5', '0.0187', '0.00935'],
  ['claude-sonnet-4-6', '0.02805', '0.014025'],
  ['claude-sonnet-4-5-20250929', '0.02805', '0.014025'],
  ['claude-haiku-4-5-20251001', '0.00935', '0.004675'],
  ['claude-3-5-haiku-20241022', '0.00748', '0.00374'],
  ['claude-3-haiku-20240307', '0.00233', '0.001165'],
])('Anthropic charges %s %s USD, in a batch %s', (model, full, batch) => {
  const usage = { input: 1000, cacheWrite: 1000, cacheWrite1h: 1000, cachedRead: 1000, output: 1000 };
  expect(totalOf('anthropic', model, 'standard', usage)).toBe(full);
  expect(totalOf('anthropic', model, 'batch', usage)).toBe(batch);
});

/** A thousand each of input, cached input and output. */
test.each([
  ['gpt-5.5', '0.08875'],
  ['gpt-5.4-mini', '0.01065'],
  ['gpt-5.4', '0.0355'],
  ['gpt-5.2', '0.03185'],
  ['gpt-5.1', '0.02275'],
  ['gpt-5-2025-08-07', '0.02275'],
  ['gpt-5-mini', '0.004095'],
  ['gpt-4.1-2025-04-14', '0.018375'],
])('OpenAI charges %s with priority %s USD', (model, total) => {
  expect(totalOf('openai', model, 'priority', { input: 1000, cachedRead: 1000, output: 1000 })).toBe(total);
});

/** A thousand each of input, cached input and output. */
test.each([
  ['ft:gpt-4.1-2025-04-14:shop::a1', '0.01575'],
  ['ft:gpt-4.1-mini-2025-04-14:shop::a1', '0.0042'],
  ['ft:gpt-4o-2024-08-06:shop::a1', '0.020625'],
  ['ft:gpt-4o-mini-2024-07-18:shop::a1', '0.00165'],
  ['ft:o4-mini-2025-04-16:shop::a1', '0.021'],
])('OpenAI charges the fine-tuned model %s %s USD', (model, total) => {
  expect(totalOf('openai', model, 'standard', { input: 1000, cachedRead: 1000, output: 1000 })).toBe(total);
});

/** By the search of up to a hundred documents (openrouter.ai, cohere/rerank-4-pro), or by the million tokens. */
test.each([
  ['cohere', 'rerank-v3.5', { input: 4_000 }, '0.002'],
  ['', 'cohere/rerank-v3.5', { input: 4_000, searchUnits: 3 }, '0.006'],
  ['cohere', 'rerank-v4.0-pro', { input: 4_000 }, '0.0025'],
  ['aws.bedrock', 'amazon.rerank-v1:0', { input: 4_000 }, '0.001'],
  ['voyageai', 'rerank-2.5', { input: 4_000 }, '0.0002'],
  ['', 'voyage/rerank-2.5-lite', { input: 4_000 }, '0.00008'],
] as const)('a ranking by %s %s of %o costs %s USD', (provider, model, usage, total) => {
  expect(totalOf(provider, model, 'standard', usage)).toBe(total);
});

test.each([
  // 100 000 × 0.10 + 1 000 × 0.50 USD per million; one token more costs five times as much, all of them.
  ['claude-haiku-5-5', { input: 100_000, output: 1000 }, '0.0105'],
  ['claude-haiku-5-5', { input: 100_001, output: 1000 }, '0.0525005'],
  ['claude-haiku-5-5', { input: 1, cachedRead: 100_000, output: 1000 }, '0.0075005'],
  // 0.05 of the input.
  ['claude-sonnet-5-5', { input: 1000, cachedRead: 1000, output: 1000 }, '0.0121'],
  ['claude-sonnet-5-5-20261001', { input: 1000, cachedRead: 1000, output: 1000 }, '0.0121'],
  ['claude-opus-5-5', { input: 1000, cachedRead: 1000, output: 1000 }, '0.0242'],
] as const)('Anthropic charges %s with %o %s USD', (model, usage, total) => {
  expect(totalOf('', model, 'standard', usage)).toBe(total);
});
