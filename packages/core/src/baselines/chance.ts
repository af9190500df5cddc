import { known } from '../series/series.ts';
import type { Counted } from './counted.ts';
import type { Aspect } from './watched.ts';

/** A time of a series: figures, and how many calls or scores they are of. */
export interface Figures {
  calls: number;
  expected: number;
  actual: number;
}

/**
 * How many deviations chance alone would need for a difference of so few calls, whatever the history was like: where nothing ever
 * varied, one error is no outage. Undefined of what it does not tell, such as percentiles.
 */
export function deviationsByChance(aspect: Aspect, figures: Figures, counted: Counted): number | undefined {
  switch (aspect) {
    case 'errors':
      return ofEvents(figures, figures.calls);
    case 'tokens':
    case 'cost':
      // In calls of the usual size.
      return ofEvents(figures, 1 / usualSize(counted));
    case 'quality':
      return isShare(counted) ? ofShares(figures) : undefined;
    case 'latency':
      return undefined;
  }
}

/** The root of a Poisson count has a standard deviation of a half (Bartlett 1936). */
const ofEvents = ({ expected, actual }: Figures, events: number): number =>
  2 * (Math.sqrt(actual * events) - Math.sqrt(expected * events));

/** Nothing between 0 and 1 varies more than yes and no do. */
function ofShares({ expected, actual, calls }: Figures): number {
  const variance = Math.max(expected * (1 - expected), actual * (1 - actual));
  return ((actual - expected) * Math.sqrt(calls)) / Math.sqrt(variance);
}

const isShare = ({ series }: Counted): boolean =>
  series.values.every((value) => !known(value) || (value >= 0 && value <= 1));

/** What a call comes to, by all that is known. */
function usualSize({ series, counts }: Counted): number {
  const total = (values: readonly (number | null)[]) =>
    values.reduce((sum: number, value) => sum + (value ?? 0), 0);
  return total(series.values) / Math.max(1, total(counts));
}
