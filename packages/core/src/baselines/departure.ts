import type { Departure } from '../api/baselines.ts';
import { metricNamed } from '../metrics.ts';
import { findAnomalies, type Stretch } from '../series/anomaly.ts';
import type { Baseline } from '../series/baseline.ts';
import { known } from '../series/series.ts';
import { offAllAlong } from './all-along.ts';
import { deviationsByChance, type Figures } from './chance.ts';
import type { Counted } from './counted.ts';
import { REACH } from './learn.ts';
import { isMean, meanBefore, withMean } from './mean.ts';
import type { Aspect } from './watched.ts';

/** Two hours side by side that are outside were hardly so by chance; one alone has to be as many deviations off as this. */
const LONE_REACH = 6;

/** What is off by less is not worth a look, however sure it is: in units of the metric, and as a share of what is expected. */
const LEAST_OFF: Readonly<Record<Aspect, LeastOff>> = {
  latency: { leastAbsolute: 50, leastRelative: 0.2, leastAllAlong: 0.2 },
  errors: { leastAbsolute: 0.02, leastRelative: 0.2, leastAllAlong: 0.2 },
  // A product that grows is above what weeks before tell every day.
  tokens: { leastAbsolute: 1000, leastRelative: 0.2, leastAllAlong: 0.5 },
  cost: { leastAbsolute: 0.01, leastRelative: 0.2, leastAllAlong: 0.5 },
  quality: { leastAbsolute: 0, leastRelative: 0.1, leastAllAlong: 0.1 },
};
interface LeastOff {
  leastAbsolute: number;
  leastRelative: number;
  /** As a share, of what is off all along though no hour left its band. */
  leastAllAlong: number;
}
/** Of all hours that are outside together: percentiles, shares and means of fewer calls do not speak up. */
const LEAST_CALLS = 10;

/** A time outside of the band that is worth a look, in ms since 1970. */
export interface Found extends Pick<Departure, 'direction' | 'expected' | 'actual' | 'deviations'> {
  fromMs: number;
  toMs: number;
}

/**
 * Of a series with its baseline, what lasted until after a moment; it may have begun before it. Where no hour left its band, all
 * hours since that moment may be off together.
 */
export function findDepartures(
  aspect: Aspect,
  counted: Counted,
  baseline: Baseline,
  afterMs: number,
): Found[] {
  const { leastAbsolute, leastRelative, leastAllAlong } = LEAST_OFF[aspect];
  const mean = isMean(aspect) ? meanBefore(counted, afterMs) : undefined;
  const judge = (from: number, to: number, score: number, least: number): Found[] => {
    const figures = withMean(figuresOf({ from, to }, counted, baseline), mean);
    const { expected, actual } = figures;
    const off = (actual - expected) * Math.sign(score);
    if (off <= 0 || off < Math.max(leastAbsolute, least * Math.abs(expected))) return [];
    const deviations = surely(aspect, score, figures, counted);
    const direction = score > 0 ? 'above' : 'below';
    return deviations === null ? [] : [{ fromMs: from, toMs: to, direction, expected, actual, deviations }];
  };
  const found = findAnomalies(counted.series, baseline, { leastAbsolute, leastRelative })
    .filter(({ to, buckets, peak }) => to > afterMs && (buckets > 1 || Math.abs(peak.score) >= LONE_REACH))
    .flatMap(({ from, to, peak }) => judge(from, to, peak.score, leastRelative));
  const along = found.length === 0 ? offAllAlong(counted, baseline, afterMs) : undefined;
  return along ? judge(along.from, along.to, along.score, leastAllAlong) : found;
}

/** Sums are summed; of all else the hours count by their calls. */
function figuresOf(
  { from, to }: Pick<Stretch, 'from' | 'to'>,
  { isSum, series, counts }: Counted,
  { bands }: Baseline,
): Figures {
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
function surely(aspect: Aspect, score: number, figures: Figures, counted: Counted): number | null {
  if (!counted.isSum && figures.calls < LEAST_CALLS) return null;
  const byChance = deviationsByChance(aspect, figures, counted);
  if (byChance === undefined) return score;
  if (Math.abs(byChance) < REACH) return null;
  return Math.abs(byChance) < Math.abs(score) ? byChance : score;
}

/** Whether a metric is better in that direction; scores are not known to have one. */
export function changeOf(metric: string, direction: Stretch['direction']): Departure['change'] {
  const better = metricNamed(metric)?.better ?? 'neither';
  if (better === 'neither') return 'neither';
  return (better === 'more') === (direction === 'above') ? 'better' : 'worse';
}
