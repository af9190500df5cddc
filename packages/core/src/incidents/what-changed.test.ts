import fc from 'fast-check';
import { expect, test } from 'vitest';
import { watchSchema } from '../alerts/watch.ts';
import { groupBy } from '../group-by.ts';
import type { Answer } from '../question.ts';
import { Seeded } from '../series/testing/seeded.ts';
import { periodsOf, suspectDimensions, suspectQuestion, suspectsOf } from './what-changed.ts';

interface Row {
  values: Record<string, string>;
  failed: boolean;
  cost: number;
  ms: number;
}
const DIMENSIONS = { release: 3, agentVersion: 2, 'attr.cloud.region': 3, user: 25 };

/** What the store would answer about rows. */
function answer(rows: readonly Row[], dimension: string): Answer {
  const groups = groupBy(rows, ({ values }) => values[dimension] ?? '');
  const series = [...groups].map(([value, of]) => ({
    ...{ group: [value], other: false, exact: {} },
    totals: {
      ...{ spans: of.length, requests: of.length, cost: of.reduce((sum, { cost }) => sum + cost, 0) },
      errorRate: of.filter(({ failed }) => failed).length / of.length,
      latencyP95: of.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(of.length * 0.95)] ?? null,
    },
  }));
  return { from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', series } as Answer;
}

const suspects = (metric: string, before: readonly Row[], after: readonly Row[]) =>
  suspectsOf(
    metric,
    Object.keys(DIMENSIONS).map((dimension) => ({
      dimension,
      filters: [],
      ...{ before: answer(before, dimension), after: answer(after, dimension) },
    })),
  );

/** Rows whose values have nothing to do with each other. */
function rowsOf(chance: Seeded, count: number): Row[] {
  return Array.from({ length: count }, () => ({
    values: Object.fromEntries(
      Object.entries(DIMENSIONS).map(([name, many]) => [name, `${name} ${Math.floor(chance.next() * many)}`]),
    ),
    ...{ failed: chance.next() < 0.02, cost: 0.5 + chance.next(), ms: 200 + 200 * chance.next() },
  }));
}

const PLANTED = {
  errorRate: (chance: Seeded) => ({ failed: chance.next() < 0.5 }),
  cost: () => ({ cost: 12 }),
  latencyP95: (chance: Seeded) => ({ ms: 2_000 + 1_000 * chance.next() }),
};
const planted = fc.record({
  seed: fc.nat(2 ** 30),
  dimension: fc.constantFrom('release', 'agentVersion', 'attr.cloud.region'),
  metric: fc.constantFrom('errorRate', 'cost', 'latencyP95') as fc.Arbitrary<keyof typeof PLANTED>,
  isNew: fc.boolean(),
});

test('a cause that was planted in one value is the first suspect, also when the value is new', () => {
  fc.assert(
    fc.property(planted, ({ seed, dimension, metric, isNew }) => {
      const chance = new Seeded(seed);
      const value = isNew ? 'new' : `${dimension} 0`;
      const after = rowsOf(chance, 800).map((row) => {
        if (row.values[dimension] !== `${dimension} 0`) return row;
        return { ...row, values: { ...row.values, [dimension]: value }, ...PLANTED[metric](chance) };
      });
      const [first] = suspects(metric, rowsOf(chance, 800), after);
      expect(first).toMatchObject({ dimension, value, metric });
      expect(first?.share).toBeGreaterThan(0.6);
    }),
    { numRuns: 60 },
  );
});

test('nobody is suspected of a change that is the same everywhere', () => {
  const everywhere = (failures: number, cost: number): Row[] =>
    ['a', 'b', 'c', 'd'].flatMap((release) =>
      Array.from({ length: 100 }, (_, i) => ({
        values: { release, agentVersion: '1', 'attr.cloud.region': 'eu', user: `u${i % 25}` },
        ...{ failed: i < failures, cost, ms: 100 },
      })),
    );
  for (const metric of ['errorRate', 'cost'])
    expect(suspects(metric, everywhere(0, 1), everywhere(50, 3))).toEqual([]);
});

test('values that the same rows have are one suspect, named by what somebody changed', () => {
  const row = (version: string, failed: boolean): Row => ({
    values: { release: `r${version}`, agentVersion: version, 'attr.cloud.region': 'eu', user: 'u' },
    ...{ failed, cost: 1, ms: 100 },
  });
  const calm = Array.from({ length: 40 }, () => row('1', false));
  const failing = [...calm, ...Array.from({ length: 40 }, () => row('2', true))];
  const told = suspects('errorRate', calm, failing);
  expect(told).toMatchObject([
    { dimension: 'release', value: 'r2', sameAs: [{ dimension: 'agentVersion', value: '2' }] },
  ]);
});

test('a few rows are chance, however much they differ', () => {
  const row = (release: string, failed: boolean): Row => ({
    values: { release, agentVersion: '1', 'attr.cloud.region': 'eu', user: 'u' },
    ...{ failed, cost: 1, ms: 100 },
  });
  const calm = Array.from({ length: 40 }, () => row('v1', false));
  const failing = (count: number) => [...calm, ...Array.from({ length: count }, () => row('v2', true))];
  expect(suspects('errorRate', calm, failing(9))).toEqual([]);
  expect(suspects('errorRate', calm, failing(10))).toMatchObject([{ dimension: 'release', value: 'v2' }]);
});

const watch = (condition: object, more: object = {}) =>
  watchSchema.parse({
    ...{ kind: 'metric', metric: 'errorRate', by: ['agent'], windowSeconds: 1800, condition, ...more },
  }) as Extract<ReturnType<typeof watchSchema.parse>, { kind: 'metric' }>;
const threshold = { kind: 'threshold', op: '>', limit: 0.1 };

test('an incident is compared with what its rule compares with, over the same length', () => {
  const times = { openedMs: 1e9 * 1000, endedMs: null, nowMs: 1e9 * 1000 + 600_000 };
  const about = (condition: object) => periodsOf({ watch: watch(condition), forSeconds: 300 }, times);
  const { before, after } = about(threshold);
  expect(after).toEqual({ fromMs: times.openedMs - 2_100_000, toMs: times.nowMs });
  expect(before).toEqual({ fromMs: after.fromMs - 2_700_000, toMs: after.fromMs });
  const week = about({ kind: 'change', against: 'week', percent: 50 });
  expect(week.after.fromMs - week.before.fromMs).toBe(7 * 86_400_000);
  expect(about({ kind: 'anomaly' }).before).toEqual(week.before);
});

test('only the group is asked, by dimensions that do not make it, of its steps where these tell more', () => {
  const rule = watch(threshold, { filters: [{ field: 'release', op: '=', values: ['v1'] }] });
  expect(suspectDimensions(rule)).not.toContain('agent');
  expect(suspectDimensions(rule)).not.toContain('release');
  const period = { fromMs: 0, toMs: 1 };
  expect(suspectQuestion(rule, ['shop'], 'user', period)).toMatchObject({
    ...{ metrics: ['requests', 'errorRate'], dimensions: ['user'] },
    filters: [...rule.filters, { field: 'agent', op: '=', values: ['shop'] }],
  });
  expect(suspectQuestion(rule, [], 'model', period)).toMatchObject({
    metrics: ['spans', 'spanErrorRate'],
    filters: [...rule.filters, { field: 'model', op: 'exists', values: [] }],
  });
});
