import { expect, test } from 'vitest';
import { judgeFigures } from '../alerts/judge.ts';
import { type MetricWatch, watchSchema } from '../alerts/watch.ts';
import { limitAround, questionAround, usualAround } from './around.ts';

const watchOf = (watch: object): MetricWatch => {
  const parsed = watchSchema.parse({ kind: 'metric', ...watch });
  if (parsed.kind !== 'metric') throw new Error('It is of no metric.');
  return parsed;
};
const AT = { group: [], openedAt: '2026-11-26T12:00:00.000Z', endedAt: null };
const NOW = Date.parse('2026-11-26T14:00:00.000Z');
const askedFor = (watch: MetricWatch) => usualAround(watch, questionAround(watch, AT, NOW));

test.each([
  ['successRate', 0.856, -0.001],
  ['errorRate', 0.144, 0.001],
])('the line of a burn rate of %s is where it begins to be bad', (metric, line, worse) => {
  const windows = [{ longSeconds: 3600, shortSeconds: 300, factor: 14.4 }];
  const watch = watchOf({ metric, condition: { kind: 'burnRate', objective: 0.99, windows } });
  const limit = limitAround(watch, 14.4) ?? Number.NaN;
  expect(limit).toBeCloseTo(line, 10);
  const signalAt = (value: number) => {
    const figure = { value, rows: 1 };
    return judgeFigures(watch, [figure, figure]).signal;
  };
  expect([signalAt(limit + worse), signalAt(limit - worse)]).toEqual(['bad', 'good']);
});

test('other limits are in the unit of the metric already', () => {
  const watch = watchOf({ metric: 'errorRate', condition: { kind: 'threshold', op: '>', limit: 0.2 } });
  expect([limitAround(watch, 0.2), limitAround(watch, null)]).toEqual([0.2, null]);
});

test('what is usual is asked for in whole hours around an incident that is an anomaly, where it can be told', () => {
  const anomaly = { condition: { kind: 'anomaly' }, windowSeconds: 1800 };
  expect(askedFor(watchOf({ metric: 'errorRate', ...anomaly }))).toMatchObject({
    ...{ metric: 'errorRate', bucketSeconds: 3600, from: '2026-11-25T12:00:00.000Z' },
  });
  // Half an hour has half of what an hour has.
  expect(askedFor(watchOf({ metric: 'requests', ...anomaly }))).toBeUndefined();
  expect(askedFor(watchOf({ metric: 'requests', ...anomaly, windowSeconds: 3600 }))).toMatchObject({
    bucketSeconds: 3600,
  });
  const threshold = { condition: { kind: 'threshold', op: '>', limit: 0.2 } };
  expect(askedFor(watchOf({ metric: 'errorRate', ...threshold }))).toBeUndefined();
});
