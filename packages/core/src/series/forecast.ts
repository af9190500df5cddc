import { type Backtest, bestBacktest } from './backtest.ts';
import { MEAN_DAYS, METHODS, type Method } from './forecast-methods.ts';
import { bucketWidth, known, type Series } from './series.ts';

/** The total of a period, in units of the series. */
export interface Forecast {
  /** `low` to `high` holds four totals of five. */
  total: { expected: number; low: number; high: number };
  /** What is already there: the known buckets of the period. */
  present: number;
  /** What is to come: the start of each bucket up to the end of the period, and what is expected of it. */
  toCome: { start: number; expected: number }[];
  method: Method;
  backtest: Backtest;
}

export interface NoForecast {
  total: undefined;
  /** Less than four of the last 28 days are known; buckets are shorter than an hour or do not make up a day. */
  reason: 'tooLittleHistory' | 'unsupportedBuckets';
}

/** In milliseconds since 1970; `to` is exclusive. */
export interface Period {
  from: number;
  to: number;
}

export interface ForecastOptions {
  /** From how many of the last days methods are tried. */
  origins?: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEAST_DAYS = 4;

/**
 * Forecasts the total of a period, such as a month, from daily or hourly totals up to now, the last of them complete. Known
 * buckets of the period and those to come are added up; unknown ones add nothing. Of several methods the one that would have
 * been nearest over the last days is taken, and the band is as wide as it was off (Hyndman & Athanasopoulos, Forecasting:
 * Principles and Practice, 3rd ed., 5.8 and 5.10). It does not go below what is there, but for series with values below 0.
 *
 * Nobody knows a weekend who has not seen one: with less than a week of history neither forecast nor band do. A trend is
 * followed from three weeks on. Of a level that drifts or grows, four weeks of history and less make bands for a month that
 * hold little more than half of the totals; `backtest.horizon` tells how far ahead was tried.
 */
export function forecastTotal(
  series: Series,
  { from, to }: Period,
  { origins }: ForecastOptions = {},
): Forecast | NoForecast {
  const { starts, values } = series;
  const width = bucketWidth(starts);
  const end = (starts.at(-1) ?? 0) + width;
  if (width > 0 && (width < HOUR || DAY % width !== 0))
    return { total: undefined, reason: 'unsupportedBuckets' };
  const recent = values.filter((value, i) => known(value) && (starts[i] ?? end) >= end - MEAN_DAYS * DAY);
  if (width === 0 || recent.length * width < LEAST_DAYS * DAY)
    return { total: undefined, reason: 'tooLittleHistory' };

  const history = { values: withoutGaps(series, width, end), bucketsPerDay: DAY / width };
  const horizon = Math.max(0, Math.round((to - end) / width));
  const best = bestBacktest(history, Math.max(1, horizon), origins);
  if (!best) return { total: undefined, reason: 'tooLittleHistory' };
  const toCome = METHODS[best.method](history, horizon)
    .map((expected, i) => ({ start: end + i * width, expected }))
    .filter(({ start }) => start >= from);
  const present = sum(values.filter((_, i) => within(starts[i], from, to)).filter(known));
  const coming = sum(toCome.map(({ expected }) => expected));
  const reach = Math.abs(coming) * best.error * stretched(best.horizon, horizon);
  const least = values.some((value) => known(value) && value < 0) ? Number.NEGATIVE_INFINITY : present;
  return {
    total: {
      expected: present + coming,
      low: Math.max(least, present + coming - reach),
      high: present + coming + reach,
    },
    present,
    toCome,
    method: best.method,
    backtest: best,
  };
}

/** A value for each bucket from the first known one on, also for those that the series leaves out. */
function withoutGaps({ starts, values }: Series, width: number, end: number): (number | null)[] {
  const begin = starts[values.findIndex(known)] ?? end;
  const all: (number | null)[] = Array.from({ length: Math.round((end - begin) / width) }, () => null);
  starts.forEach((start, i) => {
    const value = values[i];
    if (known(value)) all[Math.round((start - begin) / width)] = value;
  });
  return all;
}

/**
 * Over a longer horizon than could be tried. As shares of the total, errors of unrelated days shrink with the square root
 * of its length, that of a level stays and that of a drifting level grows: this little is what covers simulated series of
 * each kind.
 */
const stretched = (tried: number, horizon: number): number =>
  horizon > tried ? (tried / horizon) ** 0.125 : 1;

const within = (start: number | undefined, from: number, to: number): boolean =>
  start !== undefined && start >= from && start < to;

const sum = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
