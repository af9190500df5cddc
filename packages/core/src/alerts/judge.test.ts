import { describe, expect, it } from 'vitest';
import { conditionSchema } from './condition.ts';
import { asksOf, type Figure, judgeFigures } from './judge.ts';
import { ruleInputSchema } from './rule.ts';
import { groupLabels } from './watch.ts';

const watch = (condition: Record<string, unknown>, more: { metric?: string; leastRows?: number } = {}) => ({
  ...{ metric: 'latencyP95', windowSeconds: 300, leastRows: 0, ...more },
  condition: conditionSchema.parse(condition),
});
const figure = (value: number | null, rows = 100): Figure => ({ value, rows });
const signalOf = (...args: Parameters<typeof judgeFigures>) => judgeFigures(...args).signal;

describe('a threshold', () => {
  const above = watch({ kind: 'threshold', op: '>', limit: 10, recovery: 8 });
  it.each([
    [11, 'bad'],
    [10, 'between'],
    [8.5, 'between'],
    [8, 'good'],
    [null, 'nothing'],
  ])('of more than 10 that recovers at 8 says of %s: %s', (value, expected) => {
    expect(signalOf(above, [figure(value)])).toBe(expected);
  });

  it('says nothing of fewer rows than it wants', () => {
    const careful = watch({ kind: 'threshold', op: '>', limit: 10 }, { leastRows: 20 });
    expect(signalOf(careful, [figure(50, 19)])).toBe('nothing');
    expect(signalOf(careful, [figure(50, 20)])).toBe('bad');
  });

  it('cannot recover on the bad side', () => {
    const wrong = conditionSchema.safeParse({ kind: 'threshold', op: '<', limit: 10, recovery: 8 });
    expect(wrong.error?.issues[0]?.message).toBe('must lie on the good side of the limit');
  });
});

describe('a change', () => {
  const doubled = { kind: 'change', direction: 'above', percent: 100, recoveryPercent: 50, leastChange: 5 };

  it.each([
    ['previous', { fromAgo: 600, toAgo: 300 }],
    ['day', { fromAgo: 86_700, toAgo: 86_400 }],
    ['week', { fromAgo: 605_100, toAgo: 604_800 }],
  ])('against %s asks for %j as well', (against, before) => {
    expect(asksOf(watch({ ...doubled, against }))).toEqual([{ fromAgo: 300, toAgo: 0 }, before]);
  });

  it.each([
    [21, 10, 'bad'],
    [18, 10, 'between'],
    [12, 10, 'good'],
    [2, 10, 'good'],
    // Less than it takes to matter, however many percent it is.
    [4, 1, 'good'],
    [9, 0, 'bad'],
    [0, 0, 'good'],
    [9, null, 'nothing'],
  ])('to %s from %s is %s', (value, was, expected) => {
    const each = watch({ ...doubled, against: 'previous' });
    expect(signalOf(each, [figure(value), figure(was)])).toBe(expected);
  });
});

describe('an anomaly', () => {
  const band = { expected: 100, low: 60, high: 140 };
  const unusual = (direction: string) => watch({ kind: 'anomaly', direction, leastPercent: 50 });
  it.each([
    ['either', 151, 'bad'],
    ['above', 151, 'bad'],
    ['below', 151, 'good'],
    ['below', 40, 'bad'],
    // Outside of the band, but by less than half.
    ['either', 145, 'good'],
    ['either', 100, 'good'],
  ])('that goes %s calls %s %s', (direction, value, expected) => {
    expect(signalOf(unusual(direction), [figure(value)], band)).toBe(expected);
  });

  it('is not called while nothing is known to be usual', () => {
    expect(signalOf(unusual('either'), [figure(1e6)])).toBe('nothing');
  });
});

describe('a burn rate', () => {
  const slo = (metric: string) => watch({ kind: 'burnRate', objective: 0.99 }, { metric });
  it('asks for each pair of windows, the long one first', () => {
    expect(asksOf(slo('successRate')).map(({ fromAgo }) => fromAgo)).toEqual([3600, 300, 21_600, 1800]);
  });

  it.each([
    // An hour at 15 times the budget, and still so.
    [[0.85, 0.85, 0.99, 0.99], 'bad'],
    // It was so, and is over.
    [[0.85, 1, 0.99, 1], 'good'],
    // Slower, for longer.
    [[0.93, 0.93, 0.93, 0.93], 'bad'],
    [[0.99, 0.99, 0.99, 0.99], 'good'],
    [[null, null, null, null], 'nothing'],
  ] as const)('of success in %j is %s', (success, expected) => {
    expect(
      signalOf(
        slo('successRate'),
        success.map((value) => figure(value)),
      ),
    ).toBe(expected);
  });

  it('of a share of errors is that of their opposite', () => {
    const told = judgeFigures(
      slo('errorRate'),
      [0.2, 0.2, 0.1, 0.1].map((value) => figure(value)),
    );
    expect(told).toMatchObject({ signal: 'bad', limit: 14.4 });
    expect(told.value).toBeCloseTo(20);
  });
});

describe('silence', () => {
  it('is told by rows, not by a figure that nothing can have', () => {
    const silent = watch({ kind: 'noData' });
    expect(signalOf(silent, [figure(null, 0)])).toBe('nothing');
    expect(signalOf(silent, [figure(null, 3)])).toBe('good');
  });
});

describe('a rule as it is written', () => {
  const parse = (of: Record<string, unknown>, rest = {}) =>
    ruleInputSchema.safeParse({ name: 'r', watch: { kind: 'metric', metric: 'errorRate', ...of }, ...rest });
  const over = { kind: 'threshold', op: '>', limit: 1 };
  it.each([
    ['watch.metric', { metric: 'nothing', condition: over }, {}],
    ['watch.by.0', { by: ['nothing'], condition: over }, {}],
    ['watch.by', { by: ['model', 'model'], condition: over }, {}],
    ['watch.metric', { metric: 'cost', condition: { kind: 'burnRate', objective: 0.9 } }, {}],
    ['watch.windowSeconds', { condition: { kind: 'anomaly' } }, {}],
    ['watch.filters.0', { filters: [{ field: 'x', op: '=', values: ['1'] }], condition: over }, {}],
    ['runbook', { condition: over }, { runbook: 'javascript:alert(1)' }],
    ['labels.1x', { condition: over }, { labels: { '1x': 'y' } }],
  ])('is refused at %s', (path, of, rest) => {
    expect(parse(of, rest).error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  it('names its groups by what tells them apart', () => {
    const { watch: parsed } = ruleInputSchema.parse({
      name: 'r',
      watch: { kind: 'metric', metric: 'errorRate', by: ['model', 'attr.region'], condition: over },
    });
    expect(groupLabels(parsed)).toEqual(['model', 'attr.region']);
    expect(groupLabels(ruleInputSchema.parse({ name: 'r', watch: { kind: 'quotas' } }).watch)).toEqual([
      'quota',
      'subject',
    ]);
  });
});
