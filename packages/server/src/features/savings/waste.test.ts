import { type Waste, wasteSchema, wasteTracesSchema } from '@pharos/core/api/waste';
import { formatDecimal, parseDecimal, sumDecimals } from '@pharos/core/pricing/decimal';
import type { Span } from '@pharos/core/span';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openReadStore, type ReadStore } from '../../testing/read-store.ts';
import { aCost, aModelCall, aSpan, failedWith } from '../../testing/spans.ts';
import { type TestApp, testApp } from '../../testing/test-app.ts';

let store: ReadStore;
let app: TestApp;
beforeAll(async () => {
  store = await openReadStore();
  app = await testApp({}, { telemetry: store.telemetry });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const SECOND = 1_000_000_000n;
/** Two hours before the clock's now. */
const at = (seconds: number) =>
  BigInt(app.clock.nowMs()) * 1_000_000n - 7_200n * SECOND + BigInt(seconds) * SECOND;
const day = () => {
  const now = app.clock.nowMs();
  return `from=${new Date(now - 86_400_000).toISOString()}&to=${new Date(now + 60_000).toISOString()}`;
};

let ids = 0;
const id = () => `${++ids}`.padStart(16, '0');
const root = (traceId: string, facts: Partial<Span> = {}) =>
  aSpan({
    traceId,
    spanId: `root of ${traceId}`,
    name: 'answer',
    kind: 'agent',
    agentName: 'support',
    startNs: at(0),
    ...facts,
  });
const call = (traceId: string, cost: string, seconds: number, facts: Partial<Span> = {}) => {
  const startNs = at(seconds);
  return aModelCall({
    ...{ traceId, spanId: id(), parentSpanId: `root of ${traceId}`, startNs, endNs: startNs + SECOND },
    ...{ cost: aCost(cost), agentName: 'support', input: { text: `question ${seconds}` } },
    ...facts,
  });
};

const asked = async (project: string, rest = '') =>
  (await app.owner.get(`/api/v1/usage/waste?project=${project}&${day()}${rest}`)).as(wasteSchema);
const costs = ({ kinds }: Waste) => Object.fromEntries(kinds.map(({ kind, cost }) => [kind, cost]));

describe('waste', () => {
  let before: Waste;
  const spans: Span[] = [];

  beforeAll(async () => {
    spans.push(
      // Went well: 1.
      root('fine'),
      call('fine', '1', 1),
      // Its root failed: all of it, 0.25 + 0.5, also what was made again within it.
      root('broken', failedWith('ValueError')),
      call('broken', '0.25', 1, failedWith('Timeout')),
      call('broken', '0.5', 3),
      // Cancelled: 0.125.
      root('left', failedWith('asyncio.exceptions.CancelledError')),
      call('left', '0.125', 1, { userId: 'ada' }),
      // Without an end for two hours: 2. One that still works is not judged.
      root('stuck', { attributes: new Map([['pharos.no_end_time', true]]) }),
      call('stuck', '2', 1),
      root('busy', { attributes: new Map([['pharos.no_end_time', true]]) }),
      call('busy', '4', 7_000),
      // A trace of Langfuse's is never told to end: it did with the last in it.
      root('langfuse', {
        attributes: new Map(['pharos.no_end_time', 'langfuse.stands_for_trace'].map((mark) => [mark, true])),
      }),
      call('langfuse', '0.5', 1),
      // A call that failed and was made again: 0.0625 of the first; then the same again though it went well: 0.03.
      root('again'),
      call('again', '0.0625', 1, failedWith('RateLimitError')),
      call('again', '0.07', 3),
      call('again', '0.03', 10, { input: { text: 'the same' } }),
      call('again', '0.031', 12, { input: { text: 'the same' } }),
      // Two at once are asked on purpose; other words are another question.
      root('samples'),
      call('samples', '8', 5, { input: { text: 'pick one' }, endNs: at(20) }),
      call('samples', '8', 6, { input: { text: 'pick one' }, endNs: at(20) }),
      call('samples', '8', 30, { input: { text: 'something else' } }),
      // A step that failed and was not made again: 0.015.
      root('crooked'),
      call('crooked', '0.015', 1, { ...failedWith('BadRequest'), model: 'gpt-4.1-mini' }),
    );
    await store.put(app.projectId, { spans, uncounted: [call('broken', '100', 2)] });
    before = await asked(app.projectId);
  });

  test('is of one kind each, and worked out to the last digit', () => {
    expect(costs(before)).toEqual({ abandoned: '2.125', failed: '0.75', retries: '0.0925', errors: '0.015' });
    expect(before.wasted).toBe('2.9825');
    expect(before.cost).toBe(sumDecimals(['2.9825', '1', '4', '0.5', '0.07', '0.031', '24']));
    expect(before.kinds.map(({ kind, calls, traces }) => [kind, calls, traces])).toEqual([
      ['abandoned', 2, 2],
      ['failed', 2, 1],
      ['retries', 2, 1],
      ['errors', 1, 1],
    ]);
  });

  test('says what it comes from, and the traces that wasted most', () => {
    expect(
      before.causes.map(({ kind, name, model, error, cost, worst }) => [
        kind,
        name,
        model,
        error,
        cost,
        worst[0]?.traceId,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['abandoned', 'answer', '', '', '2', 'stuck'],
        ['abandoned', 'answer', '', 'asyncio.exceptions.CancelledError', '0.125', 'left'],
        ['failed', 'answer', '', 'ValueError', '0.75', 'broken'],
        ['retries', 'chat gpt-4.1', 'gpt-4.1', 'RateLimitError', '0.0625', 'again'],
        ['retries', 'chat gpt-4.1', 'gpt-4.1', '', '0.03', 'again'],
        ['errors', 'chat gpt-4.1', 'gpt-4.1-mini', 'BadRequest', '0.015', 'crooked'],
      ]),
    );
    expect(before.causes).toHaveLength(6);
  });

  test('is told apart by model, agent and user, and filtered like a chart', async () => {
    const { groups } = await asked(app.projectId, '&by=model');
    expect(groups?.map(({ value, wasted, kinds }) => [value, wasted, kinds.errors])).toEqual([
      ['gpt-4.1', '2.9675', '0'],
      ['gpt-4.1-mini', '0.015', '0.015'],
    ]);
    expect((await asked(app.projectId, '&by=user&limit=1')).groups?.[0]?.value).toBe('');
    expect((await asked(app.projectId, '&filter=user:ada')).wasted).toBe('0.125');
    expect((await app.owner.get(`/api/v1/usage/waste?project=${app.projectId}&filter=model:>x`)).status).toBe(
      400,
    );
  });

  test('lists the traces behind it page by page, the worst first', async () => {
    const page = async (rest: string) =>
      (await app.owner.get(`/api/v1/usage/waste/traces?project=${app.projectId}&${day()}${rest}`)).as(
        wasteTracesSchema,
      );
    const first = await page('&limit=3');
    expect(first.data.map(({ traceId, wasted }) => [traceId, wasted])).toEqual([
      ['stuck', '2'],
      ['broken', '0.75'],
      ['left', '0.125'],
    ]);
    expect(first.data[1]?.trace?.name).toBe('answer');
    const second = await page(`&limit=3&cursor=${first.nextCursor}`);
    expect(second.data.map(({ traceId }) => traceId)).toEqual(['again', 'crooked']);
    expect(second.nextCursor).toBeNull();
    expect((await page('&kind=retries')).data.map(({ traceId, calls }) => [traceId, calls])).toEqual([
      ['again', 2],
    ]);
    const bad = await app.owner.get(`/api/v1/usage/waste/traces?project=${app.projectId}&cursor=x`);
    expect(bad.status).toBe(400);
  });

  test('does not change when all is sent again', async () => {
    await store.put(app.projectId, { spans });
    app.clock.advance(61_000);
    expect(await asked(app.projectId)).toEqual({
      ...before,
      from: expect.any(String),
      to: expect.any(String),
    });
  });

  test('of a project is nobody else’s business', async () => {
    const { owner, projectId } = await app.aSecondProject();
    expect((await owner.get(`/api/v1/usage/waste?project=${app.projectId}`)).status).toBe(404);
    const theirs = (await owner.get(`/api/v1/usage/waste?project=${projectId}&${day()}`)).as(wasteSchema);
    expect([theirs.cost, theirs.wasted, theirs.causes]).toEqual(['0', '0', []]);
  });
});

/** A call of a run whose root ended so; it takes a second. */
interface PlantedCall {
  trace: 'a' | 'b' | 'c';
  parent: 'root' | 'step';
  seconds: number;
  isFailed: boolean;
  text: string;
  units: number;
}

/** Of which kind it is by the rules, '' of none. */
function kindOf(one: PlantedCall, calls: readonly PlantedCall[], fate: string): string {
  if (fate !== '') return fate === 'AbortError' ? 'abandoned' : 'failed';
  const later = calls.filter(
    ({ trace, parent, seconds }) =>
      trace === one.trace && parent === one.parent && seconds >= one.seconds + 1,
  );
  if (one.isFailed) return later.length > 0 ? 'retries' : 'errors';
  return later.some(({ isFailed, text }) => !isFailed && text === one.text) ? 'retries' : '';
}

test('kinds are disjoint and never more than all that was spent, whatever is stored', async () => {
  let run = 0;
  const arbitrary = fc.array(
    fc.record<PlantedCall>({
      trace: fc.constantFrom('a', 'b', 'c'),
      parent: fc.constantFrom('root', 'step'),
      seconds: fc.nat(8),
      isFailed: fc.boolean(),
      text: fc.constantFrom('one', 'two'),
      units: fc.nat(10_000),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const fate = fc.constantFrom('', 'ValueError', 'AbortError');
  const roots = fc.record({ a: fate, b: fate, c: fc.constant('') });
  const expected: Record<string, bigint> = { abandoned: 0n, failed: 0n, retries: 0n, errors: 0n };
  const { projectId } = await app.aSecondProject();
  await fc.assert(
    fc.asyncProperty(arbitrary, roots, async (calls, fates) => {
      const traceOf = (name: string) => `${run}-${name}`;
      run += 1;
      const spans = [
        ...Object.entries(fates).flatMap(([name, type]) => [
          root(traceOf(name), type === '' ? {} : failedWith(type)),
          aSpan({
            ...{ traceId: traceOf(name), spanId: `step of ${traceOf(name)}`, kind: 'chain', startNs: at(0) },
            parentSpanId: `root of ${traceOf(name)}`,
          }),
        ]),
        ...calls.map(({ trace, parent, seconds, isFailed, text, units }) =>
          call(traceOf(trace), `0.${String(units).padStart(12, '0')}`, seconds, {
            ...{ parentSpanId: `${parent} of ${traceOf(trace)}`, input: { text } },
            ...(isFailed ? failedWith('Timeout') : {}),
          }),
        ),
      ];
      for (const one of calls) {
        const kind = kindOf(one, calls, fates[one.trace]);
        if (kind !== '') expected[kind] = (expected[kind] ?? 0n) + BigInt(one.units);
      }
      await store.put(projectId, { spans });
      app.clock.advance(61_000);
      const found = await store.reader.waste(projectId as never, {
        ...{
          from: new Date(app.clock.nowMs() - 86_400_000).toISOString(),
          filter: '',
          limit: 100,
          by: 'model',
        },
      });
      expect(costs(found)).toEqual(
        Object.fromEntries(Object.entries(expected).map(([kind, units]) => [kind, formatDecimal(units)])),
      );
      const sum = sumDecimals(found.kinds.map(({ cost }) => cost));
      expect(sum).toBe(found.wasted);
      expect(sumDecimals(found.causes.map(({ cost }) => cost))).toBe(found.wasted);
      expect(sumDecimals((found.groups ?? []).map(({ wasted }) => wasted))).toBe(found.wasted);
      expect(parseDecimal(found.wasted)).toBeLessThanOrEqual(parseDecimal(found.cost) ?? 0n);
      const traces = await store.reader.wasteTraces(projectId as never, {
        ...{ from: new Date(app.clock.nowMs() - 86_400_000).toISOString(), filter: '', limit: 500 },
      });
      expect(sumDecimals(traces.data.map(({ wasted }) => wasted))).toBe(found.wasted);
    }),
    { numRuns: 4 },
  );
});
