import { questionSchema } from '@pharos/core/question';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, listQuery, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON_NS = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
const calls = (traceId: string, facts: Partial<Span>) =>
  aModelCall({ traceId, spanId: `call-${traceId}`, startNs: NOON_NS, endNs: NOON_NS + 1n, ...facts });
const cost = (priceId: string) => ({ total: '0.5', currency: 'USD', priceId, priceVersion: '' });
const usage = { input: 10, total: 10 };

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  await store.put(OURS, {
    spans: [
      calls('by-list', { usage, cost: cost('openai/gpt-4.1') }),
      calls('by-caller', { usage, cost: cost('client') }),
      calls('without', { usage, cost: undefined }),
      calls('estimated', {
        usage,
        usageEstimated: true,
        usageTokenizer: 'o200k_base',
        cost: cost('openai/gpt-4.1'),
      }),
      aSpan({ traceId: 'no-call', spanId: 'step', startNs: NOON_NS, endNs: NOON_NS + 1n }),
    ],
  });
  await store.put(THEIRS, { spans: [calls('theirs', { usage, cost: undefined })] });
});
afterAll(() => store.close());

it.each([
  ['pricing:unpriced', ['without']],
  ['pricing:client', ['by-caller']],
  ['pricing:priced', ['by-list', 'estimated']],
  ['-has:pricing', ['no-call']],
  ['usage:estimated', ['estimated']],
  ['usage:reported', ['by-caller', 'by-list', 'without']],
])('traces are found by %s', async (filter, expected) => {
  const { data } = await store.reader.traces(OURS, listQuery(filter));
  expect(data.map(({ traceId }) => traceId).sort()).toEqual(expected);
});

it.each([
  ['pricing', { priced: 2, client: 1, unpriced: 1, '': 1 }],
  ['usage', { reported: 3, estimated: 1, '': 1 }],
])('spans are told apart by %s', async (dimension, expected) => {
  const { series } = await store.reader.ask(
    OURS,
    questionSchema.parse({
      metrics: ['spans'],
      dimensions: [dimension],
      from: '2026-03-01T12:00:00Z',
      to: '2026-03-01T13:00:00Z',
    }),
  );
  expect(Object.fromEntries(series.map(({ group, totals }) => [group[0], totals.spans]))).toEqual(expected);
});
