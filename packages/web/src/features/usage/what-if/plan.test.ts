import { expect, test } from 'vitest';
import { changesOf, type Plan, readPlans, writePlans } from './plan.ts';

const plan: Plan = {
  of: { provider: 'openai', model: 'gpt-4.1' },
  to: { provider: '', model: 'qwen/qwen3|max&co' },
  ...{ share: 25, cache: 40, tier: 'batch', output: 150, tokens: 110 },
};

test('plans are read from an address as they were written', () => {
  expect(readPlans(writePlans([plan, {}, { cache: 0 }]))).toEqual([plan, {}, { cache: 0 }]);
  expect(readPlans(undefined)).toEqual([]);
});

test('what an address says wrongly is left out', () => {
  expect(readPlans('of=gpt&share=900&tier=free&cache=x&output=0|cache=10')).toEqual([
    { of: { provider: '', model: 'gpt' } },
    { cache: 10 },
  ]);
});

test('the cache, the length and the tier are of all calls that are meant, before some go to another model', () => {
  const of = { provider: 'openai', model: 'gpt-4.1' };
  expect(changesOf(plan)).toEqual([
    { kind: 'cache', of, cacheShare: 0.4 },
    { kind: 'length', of, output: 1.5 },
    { kind: 'tier', of, tier: 'batch' },
    { kind: 'model', of, to: plan.to, share: 0.25, tokenFactor: 1.1 },
  ]);
  expect(changesOf({})).toEqual([]);
});
