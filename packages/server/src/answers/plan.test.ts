import type { Filter } from '@pharos/core/filter';
import { isOfFirstCall, METRICS } from '@pharos/core/metrics';
import { type Question, type QuestionInput, questionSchema } from '@pharos/core/question';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FilledStore, OURS, openFilledStore } from '../store/telemetry/read/testing/filled-store.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { aCost, aModelCall, aScore, aSpan } from '../testing/spans.ts';
import { planPage, takenFrom } from './plan.ts';

const RANGE = { from: '2026-03-01T12:00:00Z', to: '2026-03-01T15:00:00Z' };
const ask = (question: Partial<QuestionInput>): Question =>
  questionSchema.parse({ metrics: ['requests'], ...RANGE, ...question });
const planOf = (...questions: Partial<QuestionInput>[]) =>
  planPage(questions.map(ask)).map(({ question, takers }) => [question.metrics, takers] as const);

describe('a page', () => {
  it('asks once what differs by metrics alone', () => {
    expect(
      planOf(
        { metrics: ['requests', 'cost'] },
        { metrics: ['latencyP95'] },
        { metrics: ['cost', 'tokens'], bucketSeconds: 3600 },
        { metrics: ['cost'] },
      ),
    ).toEqual([
      [
        ['requests', 'cost', 'latencyP95'],
        [0, 1, 3],
      ],
      [['cost', 'tokens'], [2]],
    ]);
  });

  it('keeps groups in the order of their first metric, which is the same for all who ask together', () => {
    const dimensions = ['model'];
    expect(
      planOf(
        { dimensions, metrics: ['cost'] },
        { dimensions, metrics: ['tokens', 'cost'] },
        { dimensions, metrics: ['cost', 'tokens'] },
        { dimensions, metrics: ['cost'], limit: 3 },
      ),
    ).toEqual([
      [
        ['cost', 'tokens'],
        [0, 2],
      ],
      [['tokens', 'cost'], [1]],
      [['cost'], [3]],
    ]);
  });

  it.each<[string, Partial<QuestionInput>]>([
    ['filters', { filters: [{ field: 'kind', op: '=', values: ['llm'] }] }],
    ['a search', { search: 'refund' }],
    ['the range', { to: '2026-03-01T15:00:01Z' }],
    ['buckets', { bucketSeconds: 60 }],
    ['comparing', { compare: true }],
    ['rows', { metrics: ['scores'] }],
  ])('asks apart what differs by %s', (_, other) => {
    expect(planOf({}, other)).toHaveLength(2);
  });

  it('asks no more metrics at once than one statement may hold', () => {
    const spans = METRICS.filter((metric) => !/scores/i.test(metric.over) && !isOfFirstCall(metric));
    const plan = planOf(...spans.map(({ name }) => ({ metrics: [name] })));
    const sizes = plan.map(([metrics]) => metrics?.length);
    const rest = spans.length % 16;
    expect(sizes).toEqual([
      ...new Array(Math.floor(spans.length / 16)).fill(16),
      ...(rest > 0 ? [rest] : []),
    ]);
    expect(plan.flatMap(([, takers]) => takers)).toEqual(spans.map((_, place) => place));
  });
});

describe('on the engine', () => {
  let store: FilledStore;
  beforeAll(async () => {
    store = await openFilledStore(fakeClock());
    await store.put(OURS, { spans: someSpans(240), scores: someScores(40) });
  });
  afterAll(() => store.close());

  it('what is asked together and taken apart is what each would have been told alone', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(aPage, async (questions) => {
        const alone = await Promise.all(questions.map((question) => store.reader.ask(OURS, question)));
        for (const { question, takers } of planPage(questions)) {
          const answer = await store.reader.ask(OURS, question);
          for (const at of takers) expect(takenFrom(answer, questions[at] ?? question)).toEqual(alone[at]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

const shape: fc.Arbitrary<Partial<QuestionInput>> = fc.record({
  dimensions: fc.constantFrom<string[]>([], [], ['model'], ['user', 'kind'], ['spanDuration']),
  bucketSeconds: fc.constantFrom(1800, 3600),
  compare: fc.boolean(),
  limit: fc.constantFrom(2, 20),
  filters: fc.constantFrom<Filter[]>([], [{ field: 'kind', op: '=', values: ['llm'] }]),
});
const metricsOf = (ofScores: boolean) =>
  METRICS.filter(({ over }) => /scores/i.test(over) === ofScores).map(({ name }) => name);
const pools = fc
  .boolean()
  .chain((ofScores) =>
    fc.uniqueArray(fc.constantFrom(...metricsOf(ofScores)), { minLength: 2, maxLength: 4 }),
  );
/** Of one or two shapes and few metrics, so that there is something to ask together. */
const aPage = fc.tuple(fc.array(shape, { minLength: 1, maxLength: 2 }), pools).chain(([shapes, pool]) =>
  fc.array(
    fc
      .tuple(fc.constantFrom(...shapes), fc.subarray(pool, { minLength: 1 }), fc.boolean())
      .map(([{ bucketSeconds, ...rest }, metrics, inBuckets]) =>
        ask({ ...rest, metrics, ...(inBuckets && { bucketSeconds }) }),
      ),
    { minLength: 2, maxLength: 8 },
  ),
);

const START_NS = BigInt(Date.parse('2026-03-01T09:30:00Z')) * 1_000_000n;
const someSpans = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const startNs = START_NS + BigInt(i) * 83_000_000_000n;
    const durationMs = (i * 37) % 901;
    const facts = {
      traceId: `trace${i >> 2}`,
      spanId: `span${i}`,
      parentSpanId: i % 4 === 0 ? '' : `span${i & ~3}`,
      startNs,
      endNs: startNs + BigInt(durationMs) * 1_000_000n,
      userId: i % 5 === 0 ? '' : `user${i % 7}`,
      status: i % 11 === 0 ? ('error' as const) : ('ok' as const),
    };
    if (i % 3 === 0) return aSpan({ ...facts, kind: i % 2 === 0 ? 'tool' : 'agent' });
    const cost = aCost(`0.00${i}`);
    const usage = { input: i, cachedRead: i % 9, output: 2 * i, total: 3 * i + (i % 9) };
    const timeToFirstTokenNs = i % 2 === 0 ? BigInt(1 + i) * 1_000_000n : undefined;
    return aModelCall({ ...facts, model: `model${i % 4}`, cost, usage, timeToFirstTokenNs });
  });

const someScores = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    aScore({
      scoreId: `score${i}`,
      traceId: `trace${i}`,
      timeNs: START_NS + BigInt(i) * 400_000_000_000n,
      type: i % 2 === 0 ? 'numeric' : 'boolean',
      value: i % 3,
    }),
  );
