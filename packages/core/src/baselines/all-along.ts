import { anomalyScore } from '../series/anomaly.ts';
import type { Baseline } from '../series/baseline.ts';
import { known } from '../series/series.ts';
import type { Counted } from './counted.ts';
import { REACH } from './learn.ts';

/** Of fewer hours it is a matter of one or two. */
const LEAST_HOURS = 6;
/** How many deviations the hours have to be off together. */
const LEAST_DEVIATIONS = 6;

/** A time off to one side in all. */
export interface OffAllAlong {
  from: number;
  to: number;
  /** Robust z of all of it; below 0 for less than expected. */
  score: number;
}

/**
 * Whether a series was off from a moment on though no hour of it left its band: the mean of the hours' robust z, in deviations of
 * such a mean (Stouffer 1949). An hour counts for no more than the reach of a band, so that one alone is never enough.
 */
export function offAllAlong(
  { series: { starts, values } }: Counted,
  { bands, reach }: Baseline,
  fromMs: number,
): OffAllAlong | undefined {
  const hours = starts.flatMap((start, i) => {
    const [value, band] = [values[i], bands[i]];
    if (start < fromMs || !known(value) || !band) return [];
    const score = anomalyScore(value, band, reach);
    return [{ start, score: Math.max(-REACH, Math.min(REACH, score)) }];
  });
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last || hours.length < LEAST_HOURS) return undefined;
  const score = hours.reduce((sum, each) => sum + each.score, 0) / Math.sqrt(hours.length);
  return Math.abs(score) < LEAST_DEVIATIONS ? undefined : { from: first.start, to: last.start + HOUR, score };
}

const HOUR = 3_600_000;
