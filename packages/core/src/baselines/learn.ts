import { metricNamed } from '../metrics.ts';
import { type Baseline, baseline } from '../series/baseline.ts';
import { asShares } from '../series/judged.ts';

/**
 * How many standard deviations a band reaches. Over simulated days a series leaves its band by chance on one day in sixty where
 * amounts vary by a half and are skewed, on none of sixty where they vary by less.
 */
export const REACH = 5;

/**
 * What is usual of a metric from a bucket on, by hours as the clocks of the reader show them; null where too little is known to
 * tell the hours of a day apart.
 */
export function learn(
  metric: string,
  values: readonly (number | null)[],
  hours: readonly number[],
  first: number,
): Baseline | null {
  const learned = baseline({ starts: hours, values }, { reach: REACH, first });
  if (learned.season === 'none' || learned.bands.every((band) => band === null)) return null;
  const isShare = metricNamed(metric)?.unit === 'ratio';
  return isShare ? { ...learned, bands: learned.bands.map(asShares) } : learned;
}
