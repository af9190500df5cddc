import { outputSpeed } from '@pharos/core/output-speed';
import { type QuestionInput, questionSchema } from '@pharos/core/question';
import type { Span } from '@pharos/core/span';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const ns = (seconds: number): bigint => BigInt(NOON) * 1_000_000n + BigInt(Math.round(seconds * 1e9));
let ids = 0;
const placed = (traceId: string, seconds: number, lasted: number, facts: Partial<Span> = {}) => ({
  ...{ traceId, spanId: `span${++ids}`, parentSpanId: 'root' },
  ...{ startNs: ns(seconds), endNs: ns(seconds + lasted) },
  ...facts,
});
const request = (traceId: string, seconds: number, lasted = 5) =>
  aSpan(placed(traceId, seconds, lasted, { spanId: 'root', parentSpanId: '', kind: 'agent' }));

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  await store.put(OURS, {
    spans: [
      request('a', 0),
      aModelCall(placed('a', 0.4, 1, { attributes: new Map([['gen_ai.latency.time_in_queue', 0.25]]) })),
      aModelCall(placed('a', 2, 1)),
      request('b', 60),
      aModelCall(
        placed('b', 61.2, 2.5, {
          timeToFirstTokenNs: 500_000_000n,
          usage: { input: 10, output: 101, total: 111 },
          attributes: new Map([['pharos.queue_ms', 750]]),
        }),
      ),
      // Held back and sent at once: nothing is known of how fast it was made.
      aModelCall(
        placed('b', 62, 2.5, {
          timeToFirstTokenNs: 2_499_999_999n,
          usage: { input: 10, output: 800, total: 810 },
        }),
      ),
      // It never asked a model.
      request('c', 200),
      aModelCall(placed('b', 65, 1, { status: 'error', error: anError('RateLimitError') })),
      aModelCall(placed('b', 66, 1, { status: 'error', error: anError('429') })),
      aModelCall(placed('b', 67, 1, { status: 'error', error: anError('TimeoutError', 'order 429') })),
    ],
  });
  await store.put(THEIRS, { spans: [request('a', 0), aModelCall(placed('a', 0.1, 9))] });
});
afterAll(() => store.close());

function anError(type: string, message = '') {
  return { type, message, stack: '' };
}

const ask = async (question: Partial<QuestionInput>) => {
  const asked = questionSchema.parse({
    metrics: ['requests'],
    ...{ from: '2026-03-01T12:00:00Z', to: '2026-03-01T12:05:00Z' },
    ...question,
  });
  return store.reader.ask(OURS, asked);
};

describe('a question about speed', () => {
  it('tells what comes in a minute: of a bucket, of the part of one that lies in the range, and of all', async () => {
    const answer = await ask({ metrics: ['requestsPerMinute'], bucketSeconds: 120 });
    // The last bucket is a minute long.
    expect(answer.series[0]?.points).toEqual({ requestsPerMinute: [1, 0.5, 0] });
    expect(answer.series[0]?.totals).toEqual({ requestsPerMinute: 3 / 5 });
  });

  it('compares what comes in a minute with the same time before, by group', async () => {
    const { series } = await ask({
      ...{ metrics: ['requestsPerMinute'], dimensions: ['kind'], compare: true },
      ...{ from: '2026-03-01T12:01:00Z', to: '2026-03-01T12:02:00Z' },
    });
    expect(series.find(({ group }) => group[0] === 'agent')).toMatchObject({
      totals: { requestsPerMinute: 1 },
      previous: { requestsPerMinute: 1 },
    });
  });

  it('tells how long requests take to their first model call, and leaves out those without one', async () => {
    const { series } = await ask({ metrics: ['firstCallP50', 'firstCallP95', 'requests'] });
    expect(series[0]?.totals).toEqual({ firstCallP50: 1200, firstCallP95: 1200, requests: 3 });
    const { series: early } = await ask({ metrics: ['firstCallP95'], to: '2026-03-01T12:00:30Z' });
    expect(early[0]?.totals.firstCallP95).toBeCloseTo(400, 6);
  });

  it('knows the first model call of a request that is filtered by what is not true of the call', async () => {
    const filters = [{ field: 'kind', op: '=' as const, values: ['agent'] }];
    const { series } = await ask({ metrics: ['firstCallP95'], filters });
    expect(series[0]?.totals.firstCallP95).toBeCloseTo(1200, 6);
  });

  it('tells time in queue as it is reported, in milliseconds whatever its unit', async () => {
    const { series } = await ask({ metrics: ['queueP50', 'queueP95'] });
    expect(series[0]?.totals).toEqual({ queueP50: 750, queueP95: 750 });
    const { series: early } = await ask({ metrics: ['queueP95'], to: '2026-03-01T12:00:30Z' });
    expect(early[0]?.totals).toEqual({ queueP95: 250 });
  });

  it('tells how fast tokens come once the first has come', async () => {
    const { series } = await ask({
      metrics: ['outputSpeedP50', 'outputSpeedP10', 'outputSpeedAvg'],
      filters: [{ field: 'ttft', op: 'exists', values: [] }],
    });
    expect(series[0]?.totals).toEqual({ outputSpeedP50: 50, outputSpeedP10: 50, outputSpeedAvg: 50 });
  });

  it('tells of any call what the trace tells of it, and leaves out those of which it tells nothing', async () => {
    const ms = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 20_000 }));
    const anyCall = fc.record({
      durationMs: ms,
      timeToFirstTokenMs: fc.option(fc.oneof(fc.constant(1), ms)),
      output: fc.oneof(fc.integer({ min: 0, max: 2 }), fc.nat(5_000)),
      reasoning: fc.constantFrom(0, 0, 7),
    });
    const calls = fc.sample(fc.array(anyCall, { minLength: 200, maxLength: 200 }), {
      numRuns: 1,
      seed: 7,
    })[0];
    const begun = 86_400;
    await store.put(OURS, {
      spans: (calls ?? []).map(({ durationMs, timeToFirstTokenMs, output, reasoning }, i) =>
        aModelCall(
          placed(`call ${i}`, begun, durationMs / 1000, {
            name: `call ${i}`,
            timeToFirstTokenNs:
              timeToFirstTokenMs === null ? undefined : BigInt(timeToFirstTokenMs) * 1_000_000n,
            usage: { input: 5, output, reasoning, total: 5 + output + reasoning },
          }),
        ),
      ),
    });
    const { series } = await ask({
      ...{ metrics: ['outputSpeedAvg', 'outputSpeedP50'], dimensions: ['name'], limit: 1000 },
      ...{ from: '2026-03-02T12:00:00Z', to: '2026-03-02T12:05:00Z' },
    });
    const told = (calls ?? []).map(({ output, reasoning, ...times }, i) => {
      const speed = outputSpeed({ usage: { output, reasoning }, ...times }) ?? null;
      return [`call ${i}`, speed === null ? null : expect.closeTo(speed, 6)];
    });
    expect(Object.fromEntries(series.map(({ group, totals }) => [group[0], totals.outputSpeedP50]))).toEqual(
      Object.fromEntries(told),
    );
    expect(series.every(({ totals }) => totals.outputSpeedAvg === totals.outputSpeedP50)).toBe(true);
  });

  it('counts the calls that were refused for being too many', async () => {
    const { series } = await ask({ metrics: ['rateLimitedCalls', 'modelErrors', 'modelSuccessRate'] });
    expect(series[0]?.totals).toEqual({ rateLimitedCalls: 2, modelErrors: 3, modelSuccessRate: 4 / 7 });
  });
});
