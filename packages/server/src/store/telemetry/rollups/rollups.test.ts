import type { Filter } from '@pharos/core/filter';
import { STANDS_FOR_TRACE } from '@pharos/core/fragments/langfuse';
import { METRICS } from '@pharos/core/metrics';
import { type Question, questionSchema } from '@pharos/core/question';
import { NO_END_TIME, type Span } from '@pharos/core/span';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aCost, aModelCall, aSpan } from '../../../testing/spans.ts';
import { type ProjectScope, scopeTo } from '../../scope.ts';
import type { Driver } from '../driver.ts';
import { answerOf } from '../read/answer.ts';
import { planOf } from '../read/question-plan.ts';
import { type AnswerRow, questionSql } from '../read/question-sql.ts';
import { createReader } from '../read/reader.ts';
import { rolledFor } from '../read/rolled-rows.ts';
import { run } from '../read/sql.ts';
import { type FilledStore, openFilledStore } from '../read/testing/filled-store.ts';
import { RollupKeeper } from './keeper.ts';
import { idOf, ROLLUPS, rolledUp, SMALLEST } from './rollups.ts';
import { ROLLUP_SUMS } from './schema.ts';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const at = (minutes: number): bigint => BigInt(NOON + minutes * 60_000) * 1_000_000n;
const DAY = { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' };

let store: FilledStore;
let keeper: RollupKeeper;
let errors: unknown[];
let project: ProjectScope;
let projects = 0;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  errors = [];
  keeper = new RollupKeeper({ driver: store.driver, quietMs: 0, onError: (error) => errors.push(error) });
});
afterAll(async () => {
  await keeper.stop();
  await store.close();
});
beforeEach(() => {
  project = scopeTo(`project ${++projects}`);
});

/** Answered by spans alone. */
async function counted(question: Question) {
  const plan = planOf(project, question);
  return answerOf(plan, await run<AnswerRow>(store.driver, questionSql(plan)));
}
const partsOf = async (question: Question) =>
  (await rolledFor(store.driver, planOf(project, question)))?.split;
const question = (rest: object = {}) =>
  questionSchema.parse({ metrics: ['cost', 'tokens', 'spans'], ...DAY, ...rest });
const total = async (wanted = question()) => (await store.reader.ask(project, wanted)).series[0]?.exact.cost;

let ids = 0;
const call = (minutes: number, cost: string, facts: Partial<Span> = {}): Span =>
  aModelCall({
    traceId: `t${++ids}`,
    spanId: `s${ids}`,
    startNs: at(minutes),
    endNs: at(minutes) + 1n,
    cost: aCost(cost),
    ...facts,
  });

describe('sums of hours', () => {
  it('answer for all that was there when they were made, and spans for what came since', async () => {
    const first = call(5, '0.000000000001');
    await store.put(project, { spans: [first, call(70, '2'), call(200, '4')] });
    expect(await partsOf(question())).toBeUndefined();
    await keeper.pass();
    expect((await partsOf(question()))?.rolled).toHaveLength(3);
    expect((await partsOf(question()))?.raw).toEqual([]);
    expect(await total()).toBe('6.000000000001');

    // A late span, one that is resent, and one whose cost is another now.
    await store.put(project, { spans: [call(80, '8'), first, { ...first, cost: call(0, '16').cost }] });
    const stale = await partsOf(question());
    expect(stale?.rolled).toHaveLength(1);
    expect(stale?.raw).toHaveLength(2);
    expect(await total()).toBe('30');
    await keeper.pass();
    expect((await partsOf(question()))?.rolled).toHaveLength(3);
    expect(await total()).toBe('30');
    expect(errors).toEqual([]);
  });

  it('are not read from where a range begins or ends within an hour', async () => {
    await store.put(project, {
      spans: [call(5, '1'), call(55, '2'), call(605, '4'), call(655, '8'), call(100, '16')],
    });
    await keeper.pass();
    const edges = question({ from: '2026-03-01T12:30:00Z', to: '2026-03-01T22:30:00Z' });
    expect((await partsOf(edges))?.rolled).toHaveLength(1);
    expect(await total(edges)).toBe('22');
  });

  it('are made of no hour that is not over', async () => {
    const nowMs = Date.now();
    const startNs = BigInt(nowMs) * 1_000_000n;
    await store.put(project, { spans: [call(0, '1', { startNs, endNs: startNs + 1n })] });
    await keeper.pass();
    const now = question({
      from: new Date(nowMs - 86_400_000).toISOString(),
      to: new Date(nowMs + 3_600_000).toISOString(),
    });
    expect(await partsOf(now)).toBeUndefined();
    expect(await total(now)).toBe('1');
  });

  it('belong to one project alone', async () => {
    const [ours, theirs] = [scopeTo('rolled ours'), scopeTo('rolled theirs')];
    await store.put(ours, { spans: [call(5, '1')] });
    await store.put(theirs, { spans: [call(5, '70')] });
    await keeper.pass();
    project = ours;
    expect((await partsOf(question()))?.rolled).toHaveLength(1);
    expect(await total()).toBe('1');
  });

  it('that were replaced can be swept away and nothing changes', async () => {
    await store.put(project, { spans: [call(5, '1')] });
    await keeper.pass();
    await store.put(project, { spans: [call(6, '2')] });
    await keeper.pass();
    const rows = () =>
      store.driver.query<{ n: string }>(
        `SELECT count() AS n FROM ${ROLLUP_SUMS} WHERE fields = {fields:UInt32} AND project_id = {project:String}`,
        { project, fields: idOf(SMALLEST) },
      );
    expect(Number((await rows())[0]?.n)).toBe(2);
    await keeper.sweep(0);
    expect(Number((await rows())[0]?.n)).toBe(1);
    expect(await total()).toBe('3');
  });
});

describe('when something goes wrong', () => {
  /** The same engine, to which something happens before statements that contain a text. */
  const disturbed = (part: string, happens: () => Promise<void>): Driver => {
    const before = async (statement: string) => {
      if (statement.includes(part)) await happens();
    };
    return {
      ...{
        kind: store.driver.kind,
        layout: store.driver.layout,
        isUp: true,
        close: () => store.driver.close(),
      },
      insert: (...args) => store.driver.insert(...args),
      print: (...args) => store.driver.print(...args),
      query: async <Row>(...args: Parameters<Driver['query']>) => {
        await before(args[0]);
        return store.driver.query<Row>(...args);
      },
      command: async (...args) => {
        await before(args[0]);
        return store.driver.command(...args);
      },
    };
  };
  const once = (act: () => Promise<void>) => {
    let done = false;
    return async () => {
      if (done) return;
      done = true;
      await act();
    };
  };

  it('sums that were made and not noted are of no hour', async () => {
    await store.put(project, { spans: [call(5, '1'), call(65, '2'), call(125, '4')] });
    const fail = once(() => Promise.reject(new Error('no connection')));
    const seen: unknown[] = [];
    const unlucky = new RollupKeeper({
      driver: disturbed('INSERT INTO rollup_hours', fail),
      ...{ quietMs: 0, onError: (error: unknown) => seen.push(error) },
    });
    await unlucky.pass();
    expect(seen).toHaveLength(1);
    expect((await partsOf(question()))?.rolled).toHaveLength(3);
    expect(await total()).toBe('7');
    await unlucky.sweep(0);
    expect(await total()).toBe('7');
    await unlucky.stop();
  });

  it.each([
    ['cost', []],
    ['cost', ['user']],
  ])(
    'a span that comes while hours are looked up is in the answer, and nothing is lost: %s by %j',
    async (metric, dimensions) => {
      await store.put(project, { spans: [call(5, '1'), call(65, '2', { userId: 'ann' })] });
      await keeper.pass();
      const late = once(() => store.put(project, { spans: [call(6, '4')] }));
      const reader = createReader(disturbed('FROM rollups', late), fakeClock());
      const answer = await reader.ask(project, question({ metrics: [metric], dimensions }));
      expect(answer).toEqual(await counted(question({ metrics: [metric], dimensions })));
      expect(answer.series.reduce((sum, { totals }) => sum + (totals.cost ?? 0), 0)).toBe(7);
    },
  );

  it('hours that never rest are counted by their spans', async () => {
    await store.put(project, { spans: [call(5, '1')] });
    await keeper.pass();
    const restless = async () => {
      await store.put(project, { spans: [call(7, '1')] });
      await keeper.pass();
    };
    const reader = createReader(disturbed('FROM rollups', restless), fakeClock());
    const { series } = await reader.ask(project, question());
    expect(series[0]?.exact.cost).toBe('4');
  });
});

describe('a rollup answers', () => {
  it.each([
    ['cost by model', { dimensions: ['model'] }, 'kind'],
    ['tokens by tag of one model', { dimensions: ['tag'], filters: [is('model', 'gpt')] }, 'tag'],
    ['cost by user', { dimensions: ['user'] }, 'user'],
    ['users', { metrics: ['users', 'costPerSession'] }, 'user'],
    ['days of Shanghai', { bucketSeconds: 86_400, bucketOffsetSeconds: 28_800 }, 'kind'],
    ['the day before', { bucketSeconds: 3600, compare: true }, 'kind'],
  ])('%s', (_, rest, first) => {
    expect(rolledUp(question(rest))?.rollup.fields[0]).toBe(first);
  });

  it.each([
    ['latency', { metrics: ['latencyP95'] }],
    ['traces', { metrics: ['traces'] }],
    ['what is sought in texts', { search: 'refund' }],
    ['names', { dimensions: ['name'] }],
    ['attributes', { filters: [is('attr.plan', 'pro')] }],
    ['facts of traces', { filters: [{ field: 'errors', op: '>', values: [0] }] }],
    ['agents by release', { dimensions: ['agent', 'release'] }],
    ['users by prompt', { metrics: ['users'], dimensions: ['prompt'] }],
    ['half hours', { bucketSeconds: 1800 }],
    ['days of Delhi', { bucketSeconds: 86_400, bucketOffsetSeconds: 19_800 }],
    ['a short time', { to: '2026-03-01T02:00:00Z' }],
    [
      'buckets of a period before that begins within an hour',
      { to: '2026-03-01T20:30:00Z', bucketSeconds: 3600, compare: true },
    ],
    ['scores', { metrics: ['scores'] }],
  ])('nothing about %s', (_, rest) => {
    expect(rolledUp(question(rest))).toBeUndefined();
  });
});

describe('whatever comes in whatever order, at whatever time hours are rolled up', () => {
  const METRIC_NAMES = METRICS.map(({ name }) => name).filter((name) =>
    rolledUp(question({ metrics: [name] })),
  );
  const FIELDS = [...new Set(ROLLUPS.flatMap(({ fields }) => fields))];
  const word = fc.constantFrom('', 'a', 'b', 'c');
  const anySpan = fc.record({
    id: fc.nat(12),
    minutes: fc.nat(600),
    version: fc.nat(3),
    kind: fc.constantFrom('llm', 'agent', 'tool', 'embedding', 'event') as fc.Arbitrary<Span['kind']>,
    status: fc.constantFrom('unset', 'ok', 'error') as fc.Arbitrary<Span['status']>,
    marks: fc.subarray([NO_END_TIME, STANDS_FOR_TRACE]),
    lasted: fc.constantFrom(0n, 1000n, 2_000_000_000n),
    model: word,
    userId: word,
    sessionId: word,
    agentName: word,
    environment: word,
    tags: fc.subarray(['x', 'y']),
    parentSpanId: word,
    cost: fc.bigInt(0n, 10n ** 15n),
    input: fc.nat(1_000_000),
    isCounted: fc.boolean(),
  });
  type Told = typeof anySpan extends fc.Arbitrary<infer T> ? T : never;
  const spanOf = (told: Told, startOf: Map<number, number>): Span => {
    const {
      id,
      minutes,
      version: _version,
      cost,
      input,
      isCounted: _isCounted,
      marks,
      lasted,
      ...facts
    } = told;
    // A span keeps the start that it was first seen with.
    const start = startOf.get(id) ?? minutes;
    startOf.set(id, start);
    const amount = `${cost / 10n ** 12n}.${(cost % 10n ** 12n).toString().padStart(12, '0')}`;
    return aSpan({
      ...facts,
      traceId: `trace${id % 5}`,
      spanId: `span${id}`,
      startNs: at(start),
      endNs: at(start) + lasted,
      attributes: new Map(marks.map((mark) => [mark, true])),
      usage: { input, cachedRead: id, output: 7, total: input + id + 7 },
      cost: { ...aCost(amount), cacheSaved: '-0.5' },
    });
  };
  const filter: fc.Arbitrary<Filter> = fc.record({
    field: fc.constantFrom(...FIELDS.filter((name) => name !== 'kind')),
    op: fc.constantFrom('=', '!=', 'contains'),
    values: fc.constantFrom(['a'], ['b', 'c'], ['x']),
  });
  const anyQuestion = fc
    .record({
      metrics: fc.uniqueArray(fc.constantFrom(...METRIC_NAMES), { minLength: 1, maxLength: 6 }),
      dimensions: fc.uniqueArray(fc.constantFrom(...FIELDS), { maxLength: 2 }),
      filters: fc.array(filter, { maxLength: 2 }),
      fromMinutes: fc.integer({ min: -60, max: 300 }),
      hours: fc.integer({ min: 6, max: 14 }),
      bucketSeconds: fc.constantFrom(undefined, 3600, 7200, 86_400),
      bucketOffsetSeconds: fc.constantFrom(0, 3600, 28_800),
      compare: fc.boolean(),
      limit: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ fromMinutes, hours, bucketSeconds, ...rest }) =>
      questionSchema.parse({
        ...rest,
        ...(bucketSeconds && { bucketSeconds }),
        from: new Date(NOON + fromMinutes * 60_000).toISOString(),
        to: new Date(NOON + (fromMinutes + hours * 60) * 60_000).toISOString(),
      }),
    );
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.array(anySpan, { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.constant('roll up' as const) },
  );

  it('every answer is that of the spans, to the digit', async () => {
    let rolled = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.array(anyQuestion, { minLength: 1, maxLength: 4 }),
        async (steps, questions) => {
          project = scopeTo(`project ${++projects}`);
          const starts = new Map<number, number>();
          for (const each of steps) {
            if (each === 'roll up') await keeper.pass();
            else {
              const newest = [...new Map(each.map((told) => [told.id, told])).values()];
              const put = (isCounted: boolean) =>
                newest.filter((told) => told.isCounted === isCounted).map((told) => spanOf(told, starts));
              await store.put(project, { spans: put(true), uncounted: put(false) });
            }
          }
          const asked = async () => {
            for (const wanted of questions) {
              if (await rolledFor(store.driver, planOf(project, wanted))) rolled += 1;
              expect(await store.reader.ask(project, wanted)).toEqual(await counted(wanted));
            }
          };
          await asked();
          // Once more, so that sums have their say whatever the steps were.
          await keeper.pass();
          await asked();
        },
      ),
      { numRuns: 15 },
    );
    expect(rolled).toBeGreaterThan(5);
    expect(errors).toEqual([]);
  }, 120_000);
});

function is(field: string, value: string): Filter {
  return { field, op: '=', values: [value] };
}
