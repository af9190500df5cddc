import type { Departure } from '../api/baselines.ts';
import { metricNamed } from '../metrics.ts';
import { findAnomalies, type Stretch } from '../series/anomaly.ts';
import type { Baseline } from '../series/baseline.ts';
import { known } from '../series/series.ts';
import type { Counted } from './counted.ts';
import { REACH } from './learn.ts';
import type { Aspect } from './watched.ts';

/** Two hours side by side that are outside were hardly so by chance; one alone has to be as many deviations off as this. */
const LONE_REACH = 6;

/** What is off by less is not worth a look, however sure it is: in units of the metric, and as a share of what is expected. */
const LEAST_OFF: Readonly<Record<Aspect, { leastAbsolute: number; leastRelative: number }>> = {
  latency: { leastAbsolute: 50, leastRelative: 0.2 },
  errors: { leastAbsolute: 0.02, leastRelative: 0.2 },
  tokens: { leastAbsolute: 1000, leastRelative: 0.2 },
  cost: { leastAbsolute: 0.01, leastRelative: 0.2 },
  quality: { leastAbsolute: 0, leastRelative: 0.1 },
};
/** Of all hours that are outside together: percentiles, shares and means of fewer calls do not speak up. */
const LEAST_CALLS = 10;

/** A time outside of the band that is worth a look, in ms since 1970. */
export interface Found extends Pick<Departure, 'direction' | 'expected' | 'actual' | 'deviations'> {
  fromMs: number;
  toMs: number;
}

/** Of a series with its baseline, what lasted until after a moment; it may have begun before it. */
export function findDepartures(
  aspect: Aspect,
  counted: Counted,
  baseline: Baseline,
  afterMs: number,
): Found[] {
  return findAnomalies(counted.series, baseline, LEAST_OFF[aspect])
    .filter(({ to, buckets, peak }) => to > afterMs && (buckets > 1 || Math.abs(peak.score) >= LONE_REACH))
    .flatMap((stretch) => {
      const deviations = surely(aspect, stretch, counted, baseline);
      if (deviations === null) return [];
      const { expected, actual } = figuresOf(stretch, counted, baseline);
      const { from: fromMs, to: toMs, direction } = stretch;
      return { fromMs, toMs, direction, expected, actual, deviations };
    });
}

/** Sums are summed; of all else the hours count by their calls. */
function figuresOf(
  { from, to }: Stretch,
  { isSum, series, counts }: Counted,
  { bands }: Baseline,
): { calls: number; expected: number; actual: number } {
  let [calls, expected, actual] = [0, 0, 0];
  series.starts.forEach((start, i) => {
    const [value, band, count = 0] = [series.values[i], bands[i], counts[i]];
    if (start < from || start >= to || !known(value) || !band) return;
    const weight = isSum ? 1 : count;
    calls += count;
    expected += weight * band.expected;
    actual += weight * value;
  });
  const by = isSum ? 1 : Math.max(1, calls);
  return { calls, expected: expected / by, actual: actual / by };
}

/** How far off it is, null where so few calls tell of it that it may be chance. */
function surely(aspect: Aspect, stretch: Stretch, counted: Counted, baseline: Baseline): number | null {
  const { score } = stretch.peak;
  const { calls, expected, actual } = figuresOf(stretch, counted, baseline);
  if (aspect === 'latency' || aspect === 'quality') return calls < LEAST_CALLS ? null : score;
  // In errors; of a sum, in calls of the usual size.
  const events = counted.isSum ? 1 / usualSize(counted) : calls;
  // The root of a Poisson count has a standard deviation of a half (Bartlett 1936).
  const byChance = 2 * (Math.sqrt(actual * events) - Math.sqrt(expected * events));
  if (Math.abs(byChance) < REACH) return null;
  return Math.abs(byChance) < Math.abs(score) ? byChance : score;
}

/** What a call comes to, by all that is known. */
function usualSize({ series, counts }: Counted): number {
  const sum = series.values.reduce((all: number, value) => all + (value ?? 0), 0);
  return (
    sum /
    Math.max(
      1,
      counts.reduce((all, count) => all + count, 0),
    )
  );
}

/** Whether a metric is better in that direction; scores are not known to have one. */
export function changeOf(metric: string, direction: Stretch['direction']): Departure['change'] {
  const better = metricNamed(metric)?.better ?? 'neither';
  if (better === 'neither') return 'neither';
  return (better === 'more') === (direction === 'above') ? 'better' : 'worse';
}
