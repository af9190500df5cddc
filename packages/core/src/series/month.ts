import type { MonthForecast } from '../api/usage.ts';
import type { Answer } from '../question.ts';
import { windowAt } from '../quotas/window.ts';
import { bucketEdge, inBuckets } from '../time-range.ts';
import { zoneOffsetMs } from '../zone.ts';
import { type Forecast, forecastTotal } from './forecast.ts';
import { observed } from './observed.ts';
import { known, type Series } from './series.ts';

const DAY = 86_400_000;
/** Fine enough to follow the day, coarse enough to be tried many times in a moment. */
const WIDTH_SECONDS = 10_800;
/** Whole weeks, with more than two months among them. */
const HISTORY = 84 * DAY;

/** The part of a Question that a forecast of this month learns from. */
export function monthHistory(nowMs: number, timeZone: string) {
  const zoneOffsetSeconds = zoneOffsetMs(nowMs, timeZone) / 1000;
  return inBuckets(WIDTH_SECONDS, { fromMs: nowMs - HISTORY, toMs: nowMs, zoneOffsetSeconds });
}

/** The month that a moment is in, as its history tells that it will end. The answer is to {@link monthHistory}. */
export function monthForecast(
  answer: Answer,
  metric: string,
  { nowMs, timeZone }: { nowMs: number; timeZone: string },
): MonthForecast {
  const month = windowAt({ type: 'calendar', unit: 'month', timeZone }, nowMs);
  const before = windowAt({ type: 'calendar', unit: 'month', timeZone }, month.startMs - 1);
  const offset = (answer.buckets?.[0] ? Date.parse(answer.buckets[0]) : 0) / 1000;
  // Where clocks have changed since, the month began beside an edge.
  const edge = (ms: number) => bucketEdge(ms + (WIDTH_SECONDS * 1000) / 2, WIDTH_SECONDS, -offset);
  const [from, to] = [edge(month.startMs), edge(month.endMs)];

  const all = pointsOf(answer, metric);
  const series = whole(observed(answer, metric, nowMs));
  const filling = sumWithin(all, series.starts.at(-1) ?? from, nowMs) - (series.values.at(-1) ?? 0);
  const present = sumWithin(all, from, to);
  const told = forecastTotal(series, { from, to });
  const first = series.starts[series.values.findIndex(known)] ?? nowMs;
  const isKnown = first <= edge(before.startMs) + DAY;
  const rest = told.total ? restOf(told, filling) : [];
  return {
    from: new Date(month.startMs).toISOString(),
    to: new Date(month.endMs).toISOString(),
    at: new Date(nowMs).toISOString(),
    present,
    previous: isKnown ? sumWithin(all, edge(before.startMs), from) : null,
    forecast: told.total ? summary(told, present, rest) : null,
    reason: told.total ? null : 'tooLittleHistory',
    days: daysOf(all, rest, { from, to, nowMs }),
  };
}

const pointsOf = (answer: Answer, metric: string): Series => ({
  starts: (answer.buckets ?? []).map((start) => Date.parse(start)),
  values: answer.series[0]?.points?.[metric] ?? [],
});

/** Up to the last bucket that is over. */
function whole({ starts, values }: Series): Series {
  const end = values.findLastIndex(known) + 1;
  return { starts: starts.slice(0, end), values: values.slice(0, end) };
}

type Expected = Forecast['toCome'][number];

/** What is still to come: of the bucket that fills, no more than it lacks. */
const restOf = ({ toCome }: Forecast, filling: number): Expected[] =>
  toCome.map(({ start, expected }, i) => ({
    start,
    expected: i === 0 ? Math.max(0, expected - filling) : expected,
  }));

function summary({ total, method, backtest }: Forecast, present: number, rest: readonly Expected[]) {
  const expected = rest.reduce((sum, each) => sum + each.expected, present);
  const { wape, coverage, origins, horizon } = backtest;
  return {
    expected,
    low: Math.max(present, expected - (total.expected - total.low)),
    high: expected + (total.high - total.expected),
    method,
    backtest: {
      origins,
      horizonDays: (horizon * WIDTH_SECONDS * 1000) / DAY,
      error: Number.isFinite(wape) ? wape : null,
      coverage,
    },
  };
}

function daysOf(
  all: Series,
  rest: readonly Expected[],
  { from, to, nowMs }: { from: number; to: number; nowMs: number },
): MonthForecast['days'] {
  const coming = { starts: rest.map(({ start }) => start), values: rest.map(({ expected }) => expected) };
  return Array.from({ length: Math.round((to - from) / DAY) }, (_, i) => {
    const start = from + i * DAY;
    return {
      start: new Date(start).toISOString(),
      present: start < nowMs ? sumWithin(all, start, start + DAY) : null,
      toCome: start + DAY > nowMs && rest.length > 0 ? sumWithin(coming, start, start + DAY) : null,
    };
  });
}

const sumWithin = ({ starts, values }: Series, from: number, to: number): number =>
  starts.reduce((sum, start, i) => (start >= from && start < to ? sum + (values[i] ?? 0) : sum), 0);
