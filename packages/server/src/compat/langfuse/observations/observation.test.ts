import { anApiSpan } from '@pharos/core/testing/api-span';
import { describe, expect, test } from 'vitest';
import { observationView } from './observation.ts';

const view = (facts: Partial<Parameters<typeof anApiSpan>[0]>) =>
  observationView('p', anApiSpan({ spanId: 's', ...facts }));

describe('a span that is no observation of Langfuse', () => {
  test('has what it says as metadata, and what its model was asked with', () => {
    const { metadata, modelParameters, type } = view({
      kind: 'reranker',
      attributes: { 'gen_ai.request.model': 'm', 'gen_ai.request.top_p': 0.1, plan: 'pro' },
      resource: { 'service.name': 'shop' },
      scope: 'openinference',
    });
    expect(type).toBe('RETRIEVER');
    expect(modelParameters).toEqual({ top_p: 0.1 });
    expect(metadata).toEqual({
      attributes: { 'gen_ai.request.model': 'm', 'gen_ai.request.top_p': 0.1, plan: 'pro' },
      resourceAttributes: { 'service.name': 'shop' },
      scope: { name: 'openinference' },
    });
  });
});

describe('usage and cost', () => {
  const usage = { input: 10, cachedRead: 5, output: 3, reasoning: 2, total: 20, counted: true };
  const cost = {
    input: '0.1',
    cachedRead: '0.01',
    output: '0.2',
    total: '0.31',
    currency: 'USD',
    priced: true,
  };

  test('are told by exclusive keys that sum to their total', () => {
    expect(view({ usage, cost })).toMatchObject({
      usageDetails: { input: 10, input_cached_tokens: 5, output: 3, output_reasoning_tokens: 2, total: 20 },
      costDetails: { input: 0.1, input_cached_tokens: 0.01, output: 0.2, total: 0.31 },
      usage: { input: 15, output: 5, total: 20, inputCost: 0.11, outputCost: 0.2, totalCost: 0.31 },
      calculatedTotalCost: 0.31,
    });
  });

  test('are not told where they repeat those of children, or no price is known', () => {
    expect(view({ usage: { ...usage, counted: false }, cost })).toMatchObject({
      usageDetails: {},
      costDetails: {},
      usage: { input: 0, output: 0, total: 0 },
      calculatedTotalCost: null,
    });
    const unpriced = { total: '0', currency: 'USD', priced: false };
    expect(view({ usage, cost: unpriced })).toMatchObject({ costDetails: {}, calculatedTotalCost: null });
  });
});

test('text that an answer has no room for is said to be left out', () => {
  const { input, output } = view({ contentOmitted: true });
  expect([input, output]).toEqual([expect.stringContaining('left out'), expect.stringContaining('left out')]);
});

test('moments and latencies are in milliseconds and seconds', () => {
  expect(
    view({
      startTime: '2026-11-26T08:27:45.323Z',
      endTime: '2026-11-26T08:27:45.350853820Z',
      durationMs: 27.85382,
      timeToFirstTokenMs: 4,
    }),
  ).toMatchObject({
    endTime: '2026-11-26T08:27:45.350Z',
    completionStartTime: '2026-11-26T08:27:45.327Z',
    latency: 0.027854,
    timeToFirstToken: 0.004,
  });
});
