import { BIN_EDGES, binOf } from '@pharos/core/bins';
import { type QuestionInput, questionSchema } from '@pharos/core/question';
import type { Span } from '@pharos/core/span';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeClock } from '../../../testing/fake-clock.ts';
import { aCost, aModelCall, aScore, aSpan } from '../../../testing/spans.ts';
import { type FilledStore, listQuery, OURS, openFilledStore, THEIRS } from './testing/filled-store.ts';

const NOON_NS = BigInt(Date.parse('2026-03-01T12:00:00Z')) * 1_000_000n;
let ids = 0;
const lasting = (ns: number, facts: Partial<Span> = {}): Partial<Span> => ({
  spanId: `span${++ids}`,
  traceId: `trace${ids}`,
  startNs: NOON_NS,
  endNs: NOON_NS + BigInt(ns),
  ...facts,
});

/** Edges that a whole number of nanoseconds can lie on, in milliseconds. */
const REACHABLE = BIN_EDGES.filter((edge) => edge > 0 && Number.isInteger(edge * 1e6));
const call = (total: number, cost: string | undefined, facts: Partial<Span> = {}) =>
  aModelCall(
    lasting(1_000_000, {
      kind: 'llm',
      usage: { input: total, total },
      cost: cost === undefined ? undefined : aCost(cost),
      ...facts,
    }),
  );

let store: FilledStore;
beforeAll(async () => {
  store = await openFilledStore(fakeClock());
  await store.put(OURS, {
    spans: [
      ...REACHABLE.flatMap((edge) =>
        [0, -1].map((more) => aSpan(lasting(edge * 1e6 + more, { kind: 'tool' }))),
      ),
      aSpan(lasting(0, { kind: 'tool' })),
      call(0, '0', { traceId: 'free', timeToFirstTokenNs: 1_250_000n }),
      call(124, '0.000000000001', { timeToFirstTokenNs: 1_249_999n }),
      call(125, '0.0315'),
      call(4_000_000_000, '99999.5'),
      call(1, undefined, { traceId: 'unpriced' }),
    ],
    scores: [aScore({ scoreId: 's1', traceId: 'free', timeNs: NOON_NS, value: 3 })],
  });
  await store.put(THEIRS, { spans: [call(7, '0.0001')] });
});
afterAll(() => store.close());

async function groups(question: Partial<QuestionInput>): Promise<Record<string, number | null | undefined>> {
  const metric = question.metrics?.[0] ?? 'spans';
  const { series } = await store.reader.ask(
    OURS,
    questionSchema.parse({
      metrics: [metric],
      from: '2026-03-01T12:00:00Z',
      to: '2026-03-01T13:00:00Z',
      limit: 1000,
      ...question,
    }),
  );
  return Object.fromEntries(series.map(({ group, totals }) => [group.join(' / '), totals[metric]]));
}

describe('a dimension that is a number', () => {
  it('is the lower edge of its bin, which holds its edge and not the next', async () => {
    const found = await groups({
      dimensions: ['spanDuration'],
      filters: [{ field: 'kind', op: '=', values: ['tool'] }],
    });
    const expected: Record<string, number> = { '': 1 };
    const add = (edge: number) => {
      expected[String(edge)] = (expected[String(edge)] ?? 0) + 1;
    };
    for (const edge of REACHABLE) {
      const below = edge * 1e6 - 1;
      add(edge);
      if (below === 0) expected[''] = 2;
      else add(BIN_EDGES.findLast((each) => each <= below / 1e6) ?? Number.NaN);
    }
    expect(found).toEqual(expected);
    expect(Object.keys(found).filter((group) => group !== '' && !binOf(group))).toEqual([]);
  });

  it('tells none from zero', async () => {
    const filters = [{ field: 'kind', op: '=' as const, values: ['llm'] }];
    expect(await groups({ dimensions: ['spanTokens'], filters })).toEqual({
      0: 1,
      1: 1,
      100: 1,
      125: 1,
      800000000: 1,
    });
    expect(await groups({ dimensions: ['spanCost'], filters })).toEqual({
      '': 1,
      0: 2,
      '0.0315': 1,
      80000: 1,
    });
    expect(await groups({ dimensions: ['ttft'], filters })).toEqual({ '': 3, '1.25': 1, 1: 1 });
  });

  it('goes with another one, and with scores of the span', async () => {
    const filters = [{ field: 'spanCost', op: '>=' as const, values: [0.0315] }];
    expect(await groups({ dimensions: ['model', 'spanTokens'], filters })).toEqual({
      'gpt-4.1 / 125': 1,
      'gpt-4.1 / 800000000': 1,
    });
    expect(await groups({ metrics: ['scores'], dimensions: ['spanCost'] })).toEqual({ 0: 1 });
  });
});

it.each([
  ['spanTokens:>=125 spanCost:<1', 1],
  ['spanCost:0', 1],
  ['has:spanCost', 4],
  ['kind:llm -has:spanCost', 1],
  ['spanTokens:0,1', 2],
  ['has:spanTokens', 5],
  ['spanCost:>0.03 spanCost:<=0.0315', 1],
])('traces are found by %s', async (filter, count) => {
  expect((await store.reader.traces(OURS, listQuery(filter))).data).toHaveLength(count);
});

it('no values are offered of what a step costs or uses', async () => {
  for (const field of ['spanTokens', 'spanCost', 'spanDuration'])
    expect(await store.reader.suggest(OURS, { field, text: '' })).toEqual([]);
});
