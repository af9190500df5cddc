/** The middle of the values, NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : middle(sorted[half - 1] ?? upper, upper);
}

/** Halved first, as the sum of two huge numbers is infinite. */
const middle = (a: number, b: number): number => a / 2 + b / 2;

export interface Weighted {
  value: number;
  weight: number;
}

/** The value with half of the weight on either side, NaN of none. Weights are above 0. */
export function weightedMedian(values: readonly Weighted[]): number {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const [i, { value, weight }] of sorted.entries()) {
    below += weight;
    if (below > half) return value;
    if (below === half) return middle(value, sorted[i + 1]?.value ?? value);
  }
  return sorted.at(-1)?.value ?? Number.NaN;
}

/** What makes a median absolute deviation the standard deviation where errors are normal (Hampel 1974). */
export const MAD_SCALE = 1.4826;

/** The normal quantile of a two-sided interval of 95 %. */
const CERTAIN = 1.96;

/**
 * The slope of a line through points, in units of y a unit of x: the median of the slopes between all pairs (Theil 1950).
 * Up to 29 % of the points may be anywhere. 0 where the 95 % interval around it (Sen 1968, by Kendall's variance) holds 0:
 * then the points do not tell whether there is a slope.
 */
export function theilSenSlope(points: readonly { x: number; y: number }[]): number {
  const slopes: number[] = [];
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) if (a.x !== b.x) slopes.push((b.y - a.y) / (b.x - a.x));
  }
  const n = points.length;
  const doubt = CERTAIN * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const rising = slopes.filter((slope) => slope > 0).length;
  const falling = slopes.filter((slope) => slope < 0).length;
  return Math.abs(rising - falling) > doubt ? median(slopes) : 0;
}
