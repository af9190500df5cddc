import type { MonthForecast } from '@pharos/core/api/usage';
import { questionOf } from '@pharos/core/dashboards/widget-question';
import type { Answer, Series } from '@pharos/core/question';
import { inBuckets } from '@pharos/core/time-range';
import { describe, expect, test } from 'vitest';
import { bucketFor, isJudged } from '../../../calendar-buckets.ts';
import { breakdownRows, sorted } from './breakdown-rows.ts';
import { breakdown, spendingOverTime } from './charts.ts';
import { monthCurve } from './month-curve.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

test.each([
  ['an hour', HOUR, 60],
  ['a day', DAY, HOUR],
  ['a week', 7 * DAY, 3 * HOUR],
  ['a month', 30 * DAY, DAY],
  ['a quarter', 92 * DAY, DAY],
  ['a year', 365 * DAY, 7 * DAY],
])('%s is shown in buckets that people think in', (_, seconds, width) => {
  expect(bucketFor({ fromMs: 0, toMs: seconds * 1000 })).toBe(width);
  expect(isJudged(width)).toBe(width >= HOUR && width <= DAY);
});

test('the table is of the same time as the headline and the chart', () => {
  const toMs = Date.UTC(2026, 10, 26, 12, 34, 56);
  const range = { fromMs: toMs - 30 * DAY * 1000, toMs, zoneOffsetSeconds: 8 * HOUR };
  const bucketSeconds = bucketFor(range);
  const shown = { filter: '', bucketSeconds };
  const view = { range, variables: [], values: {} };
  for (const widget of [breakdown('cost', 'model', shown), spendingOverTime('cost', 'model', shown)])
    expect(questionOf(widget, view)).toMatchObject(inBuckets(bucketSeconds, range));
});

describe('a month', () => {
  const forecast = {
    ...{ expected: 100, low: 70, high: 140, method: 'mean' as const },
    backtest: { origins: 1, horizonDays: 1, error: 0, coverage: null },
  };
  const day = (present: number | null, toCome: number | null) => ({ start: '', present, toCome });
  const month: MonthForecast = {
    ...{ from: '', to: '', at: '', previous: null, reason: null, present: 40, forecast },
    days: [day(25, null), day(15, 5), day(null, 25), day(null, 30)],
  };

  test('is summed up to the forecast, whose band opens from the last day that is over on', () => {
    const { present, band } = monthCurve(month);
    expect(present).toEqual([25, 40, null, null]);
    expect(band?.expected).toEqual([25, 45, 70, 100]);
    expect([band?.low[0], band?.low.at(-1), band?.high.at(-1)]).toEqual([25, 70, 140]);
  });

  test('has no band without a forecast', () => {
    expect(monthCurve({ ...month, forecast: null }).band).toBeUndefined();
  });
});

describe('a breakdown', () => {
  const group = (name: string, cost: number, calls: number, before: number, other = false): Series => ({
    ...{ group: [name], other, exact: {} },
    totals: { cost, modelCalls: calls, tokens: 1 },
    previous: { cost: before },
  });
  const answer: Answer = {
    ...{ from: '', to: '' },
    series: [group('a', 6, 2, 3), group('b', 3, 3, 0), group('', 1, 0, 2), group('', 2, 1, 2, true)],
  };
  const rows = breakdownRows(answer, { measure: 'cost', by: 'model' });

  test('has the share, the cost of a call and the change of each', () => {
    expect(rows.map(({ share }) => share)).toEqual([0.5, 0.25, 1 / 12, 1 / 6]);
    expect(rows.map(({ figures }) => figures.costPerCall)).toEqual([3, 1, null, 2]);
    expect(rows.map(({ figures }) => figures.change)).toEqual([1, null, -0.5, 0]);
  });

  test.each([
    ['cost', 'asc', ['', 'b', 'a', 'other']],
    ['costPerCall', 'desc', ['a', 'b', '', 'other']],
    ['change', 'asc', ['', 'a', 'b', 'other']],
    ['group', 'asc', ['', 'a', 'b', 'other']],
  ] as const)('is sorted by %s %s, unknown ones and the rest last', (column, direction, names) => {
    const order = sorted(rows, { column, direction }).map(({ series }) =>
      series.other ? 'other' : series.group[0],
    );
    expect(order).toEqual(names);
  });
});
