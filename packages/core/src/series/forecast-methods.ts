import { MAD_SCALE, median, theilSenSlope } from './robust.ts';
import { known } from './series.ts';

/** Totals of consecutive buckets, oldest first; null is unknown. */
export interface History {
  values: readonly (number | null)[];
  bucketsPerDay: number;
}

export type Method = 'seasonalTrend' | 'seasonalNaive' | 'mean';

/** The next `horizon` buckets by each method, NaN where the history does not tell. */
export const METHODS: Readonly<Record<Method, (history: History, horizon: number) => number[]>> = {
  seasonalTrend,
  seasonalNaive,
  mean,
};

/** What is older says little of what comes. */
const RECENT_DAYS = 56;
/** A day, of a trend, counts for so much of the day before: no growth goes on for ever (Gardner & McKenzie 1985). */
const DAMPING = 0.98;
/** The level is that of the last three weeks, free of trend and season. */
const LEVEL_DAYS = 21;
/** Whole weeks, so that each weekday counts as often. */
export const MEAN_DAYS = 28;
/** Dividing by less of a season than this would make noise of a quiet day look like a level. */
const LEAST_SHARE = 0.1;
/** What is so many standard deviations off counts as if it were no further. */
const WINSOR = 3;

/**
 * Level × season with a damped trend. The season is that of the medians of each slot; the trend is the Theil-Sen slope of
 * days free of season; the level is the mean of the last three weeks along that slope, winsorised: a median would forget
 * that the few dear days are part of a total too.
 */
function seasonalTrend(history: History, horizon: number): number[] {
  const { bucketsPerDay } = history;
  const values = history.values.slice(-RECENT_DAYS * bucketsPerDay);
  const cycle = 7 * bucketsPerDay;
  if (values.length < 2 * cycle) return Array.from({ length: horizon }, () => Number.NaN);
  const season = seasonOf(values, cycle);
  const days = daysWithoutSeason(values, season, bucketsPerDay);
  const least = values.some((value) => known(value) && value < 0) ? Number.NEGATIVE_INFINITY : 0;
  const slope = theilSenSlope(days);
  const level = winsorisedMean(days.filter(({ x }) => x > -LEVEL_DAYS).map(({ x, y }) => y - slope * x));
  return Array.from({ length: horizon }, (_, i) => {
    const growth = (slope * (1 - DAMPING ** ((i + 1) / bucketsPerDay))) / (1 - DAMPING);
    return Math.max(least, (season[(values.length + i) % cycle] ?? 1) * (level + growth));
  });
}

/** The share of each slot of a cycle, 1 on average and where nothing is known. */
function seasonOf(values: readonly (number | null)[], cycle: number): number[] {
  const slots = Array.from({ length: cycle }, (): number[] => []);
  values.forEach((value, i) => {
    if (known(value)) slots[i % cycle]?.push(value);
  });
  const medians = slots.map(median);
  const average = meanOf(medians.filter(known));
  return medians.map((value) => (average > 0 && known(value) ? value / average : 1));
}

/** The level of each day, as what its buckets hold over what the season gives them; x in days, 0 the last one. */
function daysWithoutSeason(
  values: readonly (number | null)[],
  season: readonly number[],
  bucketsPerDay: number,
): { x: number; y: number }[] {
  const days = new Map<number, { sum: number; share: number }>();
  values.forEach((value, i) => {
    if (!known(value)) return;
    const x = Math.ceil((i + 1 - values.length) / bucketsPerDay);
    const day = days.get(x) ?? { sum: 0, share: 0 };
    days.set(x, { sum: day.sum + value, share: day.share + (season[i % season.length] ?? 1) });
  });
  return [...days].flatMap(([x, { sum, share }]) =>
    share >= LEAST_SHARE * bucketsPerDay ? [{ x, y: sum / share }] : [],
  );
}

/** The last known value of the same slot: the same hour or day a week ago, or a day where there is no week. */
function seasonalNaive(history: History, horizon: number): number[] {
  const { values, bucketsPerDay } = history;
  const [level = Number.NaN] = mean(history, 1);
  const cycle = values.length >= 7 * bucketsPerDay ? 7 * bucketsPerDay : bucketsPerDay;
  return Array.from({ length: horizon }, (_, i) => {
    for (let at = values.length + (i % cycle) - cycle; at >= 0; at -= cycle) {
      const value = values[at];
      if (known(value)) return value;
    }
    return level;
  });
}

/** The mean of the last four weeks, or of the whole days there are. */
function mean({ values, bucketsPerDay }: History, horizon: number): number[] {
  const days = Math.min(MEAN_DAYS, Math.floor(values.length / bucketsPerDay));
  const level = meanOf(values.slice(-days * bucketsPerDay).filter(known));
  return Array.from({ length: horizon }, () => level);
}

function winsorisedMean(values: readonly number[]): number {
  const centre = median(values);
  const reach = WINSOR * MAD_SCALE * median(values.map((value) => Math.abs(value - centre)));
  return meanOf(values.map((value) => Math.max(centre - reach, Math.min(centre + reach, value))));
}

/** NaN of none. */
const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((mean, value, i) => mean + (value - mean) / (i + 1), 0);
