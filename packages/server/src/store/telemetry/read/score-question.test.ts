import { type QuestionInput, questionSchema } from '@pharos/core/question';
import type { Score } from '@pharos/core/score';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aModelCall, aScore, aSpan } from '../../../testing/spans.ts';
import { scopeTo } from '../../scope.ts';
import { type FilledStore, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (minutes: number): bigint => BigInt(NOON + minutes * 60_000) * 1_000_000n;
let count = 0;
const score = (minutes: number, facts: Partial<Score>): Score =>
  aScore({ scoreId: `s${++count}`, timeNs: at(minutes), ...facts });
const truth = (value: boolean): Partial<Score> => ({
  name: 'thumb',
  type: 'boolean',
  value: Number(value),
  source: 'feedback',
});
const label = (text: string): Partial<Score> => ({
  name: 'tone',
  type: 'categorical',
  value: undefined,
  label: text,
});

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  const month = -30 * 24 * 60;
  const ann = { userId: 'ann', sessionId: 'talk', release: 'v1' };
  await store.put(OURS, {
    spans: [
      // Judged a month after it ran.
      aSpan({
        traceId: 'old',
        spanId: 'root',
        startNs: at(month),
        ...ann,
        agentName: 'helper',
        tags: ['beta', 'eu'],
      }),
      aModelCall({
        traceId: 'old',
        spanId: 'call',
        parentSpanId: 'root',
        startNs: at(month),
        ...ann,
        promptName: 'reply',
        promptVersion: '2',
        input: { text: 'refund 退款' },
        attributes: new Map([['plan', 'pro']]),
      }),
      // No root: its earliest span speaks for it.
      aSpan({ traceId: 'rootless', spanId: 'b', parentSpanId: 'x', startNs: at(-4), userId: 'late' }),
      aSpan({
        traceId: 'rootless',
        spanId: 'a',
        parentSpanId: 'x',
        startNs: at(-5),
        userId: 'bob',
        environment: 'prod',
      }),
    ],
    scores: [
      score(1, { traceId: 'old', value: 0.4, environment: 'staging' }),
      score(2, { traceId: 'old', spanId: 'call', value: 0.8, source: 'evaluation' }),
      score(61, { traceId: 'rootless', value: 0.6 }),
      score(3, { traceId: 'old', ...truth(true) }),
      score(4, { traceId: 'rootless', ...truth(false) }),
      score(62, { traceId: '', sessionId: 'talk', ...truth(true) }),
      score(5, { traceId: 'old', spanId: 'never came', ...label('friendly') }),
      score(6, { traceId: 'never came', ...label('rude') }),
      // The hour before.
      score(-30, { traceId: 'old', value: 1 }),
    ],
  });
  await store.put(OURS, {
    scores: [aScore({ scoreId: 's1', traceId: 'old', value: 0.2, environment: 'staging', timeNs: at(1) })],
  });
  await store.put(THEIRS, {
    spans: [
      aSpan({ traceId: 'never came', spanId: 'root', startNs: at(0), userId: 'eve' }),
      aSpan({ traceId: 'old', spanId: 'root', startNs: at(month), userId: 'eve' }),
    ],
    scores: [aScore({ scoreId: 's1', traceId: 'old', value: 99, timeNs: at(1) })],
  });
});
afterAll(() => store.close());

const HOURS = { from: '2026-03-01T12:00:00Z', to: '2026-03-01T14:00:00Z' };
const ask = (question: Partial<QuestionInput>, scope = OURS) =>
  store.reader.ask(scope, questionSchema.parse({ metrics: ['scores'], ...HOURS, ...question }));
const split = async (question: Partial<QuestionInput>, metric = 'scores') =>
  Object.fromEntries(
    (await ask(question)).series.map(({ group, totals }) => [group.join(' '), totals[metric]]),
  );

describe('a question about scores', () => {
  it('counts them, averages numbers and shares truths, each as last said', async () => {
    const { series } = await ask({
      metrics: ['scores', 'scoredTraces', 'scoreAvg', 'scoreMedian', 'scoreTrueRate'],
      filters: [{ field: 'score', op: '=', values: ['helpfulness', 'thumb'] }],
    });
    expect(series[0]?.totals).toEqual({
      scores: 6,
      scoredTraces: 2,
      scoreAvg: (0.2 + 0.8 + 0.6 + 1 + 0 + 1) / 6,
      scoreMedian: 0.8,
      scoreTrueRate: 2 / 3,
    });
  });

  it('puts them into buckets by the time they were given, and compares with the period before', async () => {
    const answer = await ask({
      metrics: ['scores', 'scoreAvg'],
      filters: [{ field: 'score', op: '=', values: ['helpfulness'] }],
      to: '2026-03-01T13:00:00Z',
      bucketSeconds: 3600,
      compare: true,
    });
    expect(answer.series[0]).toMatchObject({
      totals: { scores: 2, scoreAvg: 0.5 },
      previous: { scores: 1, scoreAvg: 1 },
      points: { scores: [2] },
      previousPoints: { scoreAvg: [1] },
    });
    expect((await ask({ bucketSeconds: 3600 })).series[0]?.points?.scores).toEqual([6, 2]);
  });

  it('answers nothing with zeros and nulls', async () => {
    const { series } = await ask({
      metrics: ['scores', 'scoreAvg', 'scoreTrueRate'],
      from: '2020-01-01T00:00:00Z',
      to: '2020-01-02T00:00:00Z',
    });
    expect(series[0]?.totals).toEqual({ scores: 0, scoreAvg: null, scoreTrueRate: null });
  });

  it('splits by name, source and label', async () => {
    expect(await split({ dimensions: ['score'] })).toEqual({ helpfulness: 3, thumb: 3, tone: 2 });
    expect(await split({ metrics: ['scoreAvg'], dimensions: ['score'] }, 'scoreAvg')).toMatchObject({
      tone: null,
    });
    expect(await split({ dimensions: ['scoreSource'] })).toEqual({ api: 4, feedback: 3, evaluation: 1 });
    expect(await split({ dimensions: ['score', 'scoreLabel'] })).toEqual({
      'helpfulness ': 3,
      'thumb true': 2,
      'thumb false': 1,
      'tone friendly': 1,
      'tone rude': 1,
    });
  });

  it('splits by what is judged: the span, else the root of its trace, else of its session', async () => {
    expect(await split({ dimensions: ['user'] })).toEqual({ ann: 5, bob: 2, '': 1 });
    expect(await split({ dimensions: ['agent'] })).toEqual({ helper: 4, '': 4 });
    expect(await split({ dimensions: ['model', 'promptVersion'] })).toEqual({ 'gpt-4.1 2': 1, ' ': 7 });
    expect(await split({ dimensions: ['attr.plan'] })).toEqual({ pro: 1, '': 7 });
    expect(await split({ dimensions: ['session'] })).toEqual({ talk: 5, '': 3 });
    expect(await split({ dimensions: ['environment'] })).toEqual({ staging: 1, prod: 2, '': 5 });
    expect(await split({ dimensions: ['trace'] }).catch(() => 'no dimension')).toBe('no dimension');
    expect(await split({ dimensions: ['tag', 'release'] })).toEqual({
      'beta v1': 4,
      'eu v1': 4,
      ' v1': 1,
      ' ': 3,
    });
  });

  it('filters by the score itself, by what it judges, by its trace and by what was said', async () => {
    const total = async (filters: QuestionInput['filters'], search = '') =>
      (await ask({ filters, search })).series[0]?.totals.scores;
    expect(await total([{ field: 'score.helpfulness', op: '<', values: [0.7] }])).toBe(2);
    expect(await total([{ field: 'scoreSource', op: '!=', values: ['feedback'] }])).toBe(5);
    expect(await total([{ field: 'scoreLabel', op: 'exists', values: [] }])).toBe(5);
    expect(await total([{ field: 'user', op: '=', values: ['ann'] }])).toBe(5);
    expect(await total([{ field: 'user', op: '=', values: ['ann', 'bob'] }])).toBe(7);
    expect(await total([{ field: 'user', op: '=', values: [''] }])).toBe(1);
    expect(await total([{ field: 'user', op: '!=', values: ['ann'] }])).toBe(3);
    expect(await total([{ field: 'user', op: '=', values: ['late'] }])).toBe(0);
    expect(await total([{ field: 'session', op: '=', values: ['talk'] }])).toBe(5);
    expect(await total([{ field: 'session', op: '=', values: ['nowhere'] }])).toBe(0);
    expect(await total([{ field: 'kind', op: '=', values: ['llm'] }])).toBe(1);
    expect(await total([{ field: 'cost', op: '>', values: [0] }])).toBe(4);
    expect(await total([{ field: 'spans', op: '=', values: [2] }])).toBe(6);
    expect(await total([], '退款')).toBe(4);
    expect(
      await total([
        { field: 'tag', op: '=', values: ['beta'] },
        { field: 'score', op: '=', values: ['thumb'] },
      ]),
    ).toBe(2);
  });

  it('is refused together with spans, and spans are not split by scores', async () => {
    const refusal = (question: Partial<QuestionInput>) =>
      questionSchema.safeParse({ ...HOURS, ...question }).error?.issues[0]?.message;
    expect(refusal({ metrics: ['scoreAvg', 'cost'] })).toBe(
      'scoreAvg look at scores, the others at spans: ask them apart',
    );
    expect(refusal({ metrics: ['cost'], dimensions: ['score'] })).toContain('splits metrics of scores alone');
    expect(refusal({ metrics: ['scores'], dimensions: ['score.tone'] })).toContain('not a dimension');
  });

  it('never counts nor joins another project', async () => {
    expect(await split({ dimensions: ['user'] })).not.toHaveProperty('eve');
    const { series } = await ask({ metrics: ['scores', 'scoreAvg'], dimensions: ['user'] }, THEIRS);
    expect(series).toMatchObject([{ group: ['eve'], totals: { scores: 1, scoreAvg: 99 } }]);
  });
});

it('agrees with the scores one by one, whatever they are on and however often they are written', async () => {
  let run = 0;
  const anyScore = fc.record({
    id: fc.integer({ min: 0, max: 9 }),
    trace: fc.constantFrom('t0', 't1', 'unknown'),
    span: fc.constantFrom('', 'root', 'leaf', 'unknown'),
    value: fc.integer({ min: -5, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anyScore, { minLength: 1, maxLength: 15 }), async (all) => {
      const scope = scopeTo(`property ${++run}`);
      const users = new Map<string, string>();
      for (const traceId of ['t0', 't1']) {
        const spans = ['root', 'leaf'].map((spanId) =>
          aSpan({
            traceId,
            spanId,
            parentSpanId: spanId === 'leaf' ? 'root' : '',
            userId: `${traceId} ${spanId}`,
            startNs: at(-1),
          }),
        );
        await store.put(scope, { spans });
        for (const { spanId, userId } of spans) users.set(`${traceId} ${spanId}`, userId);
      }
      const last = new Map<number, (typeof all)[number]>();
      for (const each of all) {
        const { id, trace: traceId, span: spanId, value } = each;
        last.set(id, each);
        await store.put(scope, {
          scores: [aScore({ scoreId: `s${id}`, traceId, spanId, value, timeNs: at(1) })],
        });
      }
      const sums = new Map<string, number[]>();
      for (const { trace, span, value } of last.values()) {
        const user = users.get(`${trace} ${span}`) ?? users.get(`${trace} root`) ?? '';
        sums.set(user, [...(sums.get(user) ?? []), value]);
      }
      const { series } = await ask({ metrics: ['scores', 'scoreAvg'], dimensions: ['user'] }, scope);
      const found = series.map(({ group, totals }) => [group[0], totals.scores, totals.scoreAvg]);
      const expected = [...sums].map(([user, values]) => [
        user,
        values.length,
        values.reduce((a, b) => a + b) / values.length,
      ]);
      expect(new Map(found.map((each) => [each[0], each]))).toEqual(
        new Map(expected.map((each) => [each[0], each])),
      );
    }),
    { numRuns: 10 },
  );
}, 60_000);
