import { describe, expect, it } from 'vitest';
import { usualRequestSchema } from '../api/usage.ts';
import { type ChartWidget, widgetSchema } from './dashboard.ts';
import { whyNoUsual } from './usual-band.ts';
import { usualOf } from './usual-request.ts';
import { questionOf } from './widget-question.ts';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-04T10:20:00Z');
const view = (lengthMs: number) => ({
  range: { fromMs: NOW - lengthMs, toMs: NOW, zoneOffsetSeconds: 8 * 3600 },
  variables: [],
  values: {},
});
const chart = (over: object = {}): ChartWidget => {
  const widget = widgetSchema.parse({
    ...{ kind: 'chart', id: 'a', title: 'A', place: { x: 0, y: 0, w: 6, h: 6 } },
    ...{ mark: 'line', metrics: ['latencyP95'], options: { usual: true } },
    ...over,
  });
  if (widget.kind !== 'chart') throw new Error('A chart is a chart.');
  return widget;
};

describe('the usual band of a chart', () => {
  it('is asked for with the filters and the range of the chart, in buckets of an hour at least', () => {
    const asked = usualOf(chart({ filter: 'agent:helper', bucketSeconds: 900 }), view(6 * HOUR));
    expect(asked).toMatchObject({
      ...{ metric: 'latencyP95', filters: [{ field: 'agent', op: '=', values: ['helper'] }] },
      ...{ from: '2026-03-04T04:00:00.000Z', to: '2026-03-04T10:20:00.000Z', bucketSeconds: 3600 },
    });
    expect(usualRequestSchema.safeParse(asked).success).toBe(true);
  });

  it('has the days of the reader', () => {
    const asked = usualOf(chart({ bucketSeconds: 86_400 }), view(72 * HOUR));
    expect(asked).toMatchObject({ from: '2026-02-28T16:00:00.000Z', bucketOffsetSeconds: 28_800 });
  });

  it.each([
    ['a day of sums', ['cost'], 24 * HOUR, 3600],
    ['two hours of sums', ['cost'], 2 * HOUR, 300],
    ['a day of percentiles', ['latencyP95'], 24 * HOUR, 1800],
    ['a month of sums', ['cost'], 720 * HOUR, 86_400],
  ])('makes the buckets of %s hours where it takes that', (_, metrics, lengthMs, width) => {
    expect(questionOf(chart({ metrics }), view(lengthMs)).bucketSeconds).toBe(width);
  });

  it('is not asked for unless the chart wants it', () => {
    expect(usualOf(chart({ options: {} }), view(6 * HOUR))).toBeUndefined();
  });

  it.each([
    [{ mark: 'percentiles', metrics: ['latencyP50', 'latencyP95'] }, 3600, 'mark'],
    [{ dimensions: ['model'] }, 3600, 'split'],
    [{ metrics: ['latencyP50', 'latencyP95'] }, 3600, 'severalMetrics'],
    [{ metrics: ['metric.queue.size:avg'] }, 3600, 'sent'],
    [{ mark: 'bars', metrics: ['cost'], options: { share: true, usual: true } }, 3600, 'shares'],
    [{ metrics: ['cost'] }, 900, 'partsOfHours'],
    [{ metrics: ['users'] }, 900, 'partsOfHours'],
    [{}, 5000, 'width'],
    [{}, 604_800, 'width'],
    [{}, 900, undefined],
    [{ metrics: ['cost'] }, 7200, undefined],
    [{ metrics: ['scoreAvg'] }, 86_400, undefined],
  ])('of %j in buckets of %i s: %s', (over, bucketSeconds, why) => {
    expect(whyNoUsual(chart(over), bucketSeconds)).toBe(why);
    expect(usualOf(chart({ ...over, bucketSeconds }), view(24 * HOUR)) === undefined).toBe(why !== undefined);
  });
});
