import { STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import { type QuestionInput, questionSchema } from '@pharos/core/question';
import { NO_END_TIME, type Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aCost, aModelCall, aSpan } from '../../../testing/spans.ts';
import { migrate } from '../migrate.ts';
import { RollupKeeper } from '../rollups/keeper.ts';
import { type FilledStore, OURS, openFilledStore } from './testing/filled-store.ts';

const NOON = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
const RUNS = new Map([[NO_END_TIME, true]]);
const IS_TRACE = new Map([...RUNS, [STANDS_FOR_TRACE, true]]);

let ids = 0;
const root = (lastedMs: number, facts: Partial<Span> = {}): Span =>
  aSpan({
    ...{ traceId: `t${++ids}`, spanId: 'root', startNs: NOON, kind: 'agent' },
    ...{ endNs: NOON + BigInt(lastedMs) * 1_000_000n, ...facts },
  });

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  await store.put(OURS, {
    spans: [
      root(100),
      root(300, { status: 'error' }),
      // They run.
      root(0, { attributes: RUNS }),
      root(0, { attributes: RUNS, status: 'ok' }),
      // It failed, and nobody told when it ended.
      root(0, { attributes: RUNS, status: 'error' }),
      // Traces that are told apart from their spans: of one nothing has ended yet.
      root(0, { attributes: IS_TRACE }),
      root(400, { attributes: IS_TRACE }),
      root(0, { kind: 'event' }),
      aModelCall({ traceId: 't1', parentSpanId: 'root', startNs: NOON, endNs: NOON, cost: aCost('6') }),
    ],
  });
});
afterAll(() => store.close());

const ask = async (question: Partial<QuestionInput>) => {
  const day = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };
  const { series } = await store.reader.ask(
    OURS,
    questionSchema.parse({ metrics: ['requests'], ...day, ...question }),
  );
  return series;
};
const totals = async (...metrics: string[]) => (await ask({ metrics }))[0]?.totals;

const OUTCOMES = [
  'requests',
  'requestSuccesses',
  'requestErrors',
  'openRequests',
  'successRate',
  'errorRate',
];
const expected = {
  requests: 8,
  requestSuccesses: 3,
  requestErrors: 2,
  openRequests: 3,
  successRate: 3 / 5,
  errorRate: 2 / 5,
};

describe('a span without an end', () => {
  it('is in no latency: its duration is not known, nor has an event any', async () => {
    expect(await totals('latencyP50', 'latencyP99', 'latencyAvg', 'latencyMax')).toEqual({
      latencyP50: 300,
      latencyP99: 400,
      latencyAvg: 800 / 3,
      latencyMax: 400,
    });
    const open = { field: 'spanDuration', op: 'missing' as const, values: [] };
    expect((await ask({ filters: [open] }))[0]?.totals).toEqual({ requests: 5 });
  });

  it('has neither succeeded nor failed before it is told, and costs no success anything', async () => {
    expect(await totals(...OUTCOMES)).toEqual(expected);
    expect(await totals('costPerRequest', 'costPerSuccess')).toEqual({
      costPerRequest: 6 / 8,
      costPerSuccess: 2,
    });
  });

  it('counts the same in sums of hours, and when it has ended meanwhile', async () => {
    const keeper = new RollupKeeper({
      ...{ driver: store.driver, quietMs: 0 },
      onError: (error) => expect.unreachable(String(error)),
    });
    await keeper.pass();
    expect(await totals(...OUTCOMES)).toEqual(expected);
    const late = root(0, { attributes: RUNS });
    await store.put(OURS, { spans: [late] });
    expect(await totals('openRequests', 'latencyMax')).toEqual({ openRequests: 4, latencyMax: 400 });
    await store.put(OURS, { spans: [{ ...late, attributes: new Map(), endNs: NOON + 900_000_000n }] });
    await keeper.pass();
    expect(await totals('openRequests', 'requestSuccesses', 'latencyMax')).toEqual({
      ...{ openRequests: 3, requestSuccesses: 4, latencyMax: 900 },
    });
    await keeper.stop();
  });

  it('is known among what an earlier release stored', async () => {
    const before = await totals(...OUTCOMES, 'latencyP50');
    await store.driver.command('ALTER TABLE spans DROP COLUMN ended');
    await migrate(store.driver, { textIndex: true });
    expect(await totals(...OUTCOMES, 'latencyP50')).toEqual(before);
  });
});
