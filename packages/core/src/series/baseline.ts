import { MAD_SCALE, median } from './robust.ts';
import { LEAST_VALUES, type Level, seasonalLevels } from './seasonal-levels.ts';
import { bucketWidth, known, type Series } from './series.ts';

/** What is expected of a bucket, in units of the series: `low` to `high` is usual. */
export interface Band {
  expected: number;
  low: number;
  high: number;
}

export type Season = 'hourOfWeek' | 'hourOfDay' | 'none';

export interface Baseline {
  season: Season;
  /** How many standard deviations the bands reach to either side. */
  reach: number;
  /** One a bucket, known or not; null where too little else is known. */
  bands: (Band | null)[];
}

export interface BaselineOptions {
  /** East of UTC, where the hours and days are that things happen by. */
  offsetSeconds?: number;
  reach?: number;
  /** Values count events: no spread is then less than chance alone makes it. */
  counts?: boolean;
  /** The first bucket that a band is wanted of: those before it have none, which is a fraction of the work. */
  first?: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SEASONS = [
  { season: 'hourOfWeek', length: 7 * DAY, least: 21 * DAY },
  { season: 'hourOfDay', length: DAY, least: 4 * DAY },
] as const;

/** So much of it must be known. */
const MOSTLY = 0.75;
/** With 4, chance alone is outside less than once in a thousand buckets of counts, in a hundred of skewed amounts. */
const REACH = 4;
/** Levels drift: after so long, what was counts half. */
const HALF_LIFE = 14 * DAY;
/**
 * The variance of amounts grows with a power of their mean, 1 for many small ones and 2 for what varies by shares (Taylor
 * 1961). Half-way between, 1.5, is the square root of the level for the spread of roots.
 */
const SPREAD_POWER = 0.5;
/** The standard deviation of the square root of a Poisson count (Bartlett 1936). */
const POISSON_SPREAD = 0.5;

/**
 * A robust seasonal baseline: what each bucket should be by the other weeks (days), never by itself or its own day.
 *
 * Expected is the weighted median of the same hour in the other cycles. The spread is the scaled median absolute
 * deviation (Hampel 1974) of what such expectations missed by, in that hour and as many beside it as it takes: an error of
 * prediction, so it covers what few cycles leave uncertain. Both are found twice, the second time without what the first
 * calls unusual. Values that are never negative are judged by their square roots, which makes the spread of counts equal at
 * all levels (Bartlett 1936), takes skewness from amounts and keeps bands above 0.
 *
 * Hour of the week takes three weeks, hour of the day four days; with less there is one level for all. Buckets wider than
 * an hour are their own "hour". A level that grows is followed with a delay of some weeks.
 */
export function baseline(series: Series, options: BaselineOptions = {}): Baseline {
  const { season, reach, bandAt } = bander(series, options);
  const { first = 0 } = options;
  return { season, reach, bands: series.starts.map((_, i) => (i < first ? null : bandAt(i))) };
}

/** The last of the bands of {@link baseline}, for a fraction of the work: what becomes of a bucket that just ended. */
export function lastBand(series: Series, options: BaselineOptions = {}): Band | null {
  return series.starts.length === 0 ? null : bander(series, options).bandAt(series.starts.length - 1);
}

/** Works a band out when it is asked for, with what it rests on. */
function bander(
  series: Series,
  { offsetSeconds = 0, reach = REACH, counts = false }: BaselineOptions,
): Omit<Baseline, 'bands'> & { bandAt(i: number): Band | null } {
  const { starts, values } = series;
  const roots = values.filter(known).every((value) => value >= 0);
  const floor = counts && roots ? POISSON_SPREAD : 0;
  const reached = ({ spread }: Level): number => reach * Math.max(spread, floor);
  const toBand = (level: Level | null): Band | null => {
    if (!level) return null;
    const { expected } = level;
    const [low, high] = [expected - reached(level), expected + reached(level)];
    return roots
      ? { expected: expected ** 2, low: Math.max(0, low) ** 2, high: high ** 2 }
      : { expected, low, high };
  };

  const width = bucketWidth(starts);
  const unit = Math.max(HOUR, width);
  const { season, length } = seasonOf(series, width, unit);
  const transformed = values.map((value) => (known(value) ? (roots ? Math.sqrt(value) : value) : null));
  if (season === 'none') {
    const band = toBand(oneLevel(transformed.filter(known)));
    return { season, reach, bandAt: () => band };
  }
  // The middle of a bucket tells its hour: days at a clock change begin an hour off.
  const hours = starts.map((start) => Math.floor((start + width / 2 + offsetSeconds * 1000) / unit));
  const levelsOf = (valueAt: (i: number) => number | null) =>
    seasonalLevels(hours, valueAt, {
      cycle: length / unit,
      halfLife: HALF_LIFE / length,
      spreadPower: roots && !counts ? SPREAD_POWER : 0,
    });
  const first = levelsOf((i) => transformed[i] ?? null);
  const levelAt = levelsOf((i) => {
    const value = transformed[i] ?? null;
    const level = value === null ? null : first(hours[i] ?? 0);
    return value !== null && level && Math.abs(value - level.expected) > reached(level) ? null : value;
  });
  return { season, reach, bandAt: (i) => toBand(levelAt(hours[i] ?? 0)) };
}

function seasonOf(
  { starts, values }: Series,
  width: number,
  unit: number,
): { season: Season; length: number } {
  const seen = starts.filter((_, i) => known(values[i]));
  const extent = (seen.at(-1) ?? 0) - (seen[0] ?? 0) + width;
  const isSeen = (least: number) => extent >= least && seen.length * width >= MOSTLY * least;
  const fits = (length: number) => length % unit === 0 && length > unit;
  return SEASONS.find(({ length, least }) => isSeen(least) && fits(length)) ?? { season: 'none', length: 0 };
}

function oneLevel(values: readonly number[]): Level | null {
  if (values.length < LEAST_VALUES) return null;
  const expected = median(values);
  return { expected, spread: MAD_SCALE * median(values.map((value) => Math.abs(value - expected))) };
}
