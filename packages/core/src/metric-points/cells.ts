import type { Cell } from './point.ts';

/** The cells of a histogram with these upper bounds: one more than there are bounds. */
export function explicitCells(bounds: readonly number[], counts: readonly number[]): Cell[] {
  return counts.map((count, i) => ({
    low: i === 0 ? -Infinity : (bounds[i - 1] as number),
    high: i === bounds.length ? Infinity : (bounds[i] as number),
    count,
  }));
}

/** One side of an exponential histogram: the first count is of the bucket with index `offset`. */
export interface ExponentialSide {
  offset: number;
  counts: readonly number[];
}

export interface ExponentialBuckets {
  /** Each bucket is 2^(2^-scale) times as wide as the one before. */
  scale: number;
  zeroCount: number;
  zeroThreshold: number;
  positive: ExponentialSide;
  negative: ExponentialSide;
}

/**
 * The cells of an exponential histogram that hold something, in order. The exponents of edges are exact, so the same edge is the same number
 * at any scale, and a cell of a coarser scale holds the finer ones whole.
 */
export function exponentialCells(buckets: ExponentialBuckets): Cell[] {
  const { scale, zeroCount, zeroThreshold, positive, negative } = buckets;
  const edge = (index: number) => Math.min(2 ** (index * 2 ** -scale), Number.MAX_VALUE);
  const cells: Cell[] = [];
  for (let i = negative.counts.length - 1; i >= 0; i--) {
    const count = negative.counts[i] as number;
    const index = negative.offset + i;
    if (count > 0) cells.push({ low: -edge(index + 1), high: -edge(index), count });
  }
  if (zeroCount > 0) cells.push({ low: -zeroThreshold, high: zeroThreshold, count: zeroCount });
  positive.counts.forEach((count, i) => {
    const index = positive.offset + i;
    if (count > 0) cells.push({ low: edge(index), high: edge(index + 1), count });
  });
  return cells;
}
