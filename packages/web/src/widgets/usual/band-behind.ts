import type { Usual } from '@pharos/core/api/usage';
import { bisectRight } from 'd3-array';
import type { Band } from '../../charts/time-series/layout.ts';

export type Bands = Pick<Usual, 'buckets' | 'bands' | 'bucketSeconds'>;

/** A band is drawn up to so many times the largest value: beyond, it would be all that is seen. */
const MOST_ABOVE = 2;

/**
 * What is usual in each bucket of a chart of these values: that of the hour in which the bucket begins, null where none is
 * known.
 */
export function bandBehind(
  starts: readonly number[],
  values: readonly (number | null)[],
  { buckets, bands, bucketSeconds }: Bands,
): Band {
  const known = buckets.map((start) => Date.parse(start));
  const most = MOST_ABOVE * Math.max(0, ...values.map((value) => value ?? 0));
  const found = starts.map((start) => {
    const place = bisectRight(known, start) - 1;
    const begin = known[place];
    return begin !== undefined && start < begin + bucketSeconds * 1000 ? (bands[place] ?? null) : null;
  });
  const of = (name: 'low' | 'high' | 'expected') =>
    found.map((band) => (band === null ? null : most > 0 ? Math.min(band[name], most) : band[name]));
  return { low: of('low'), high: of('high'), expected: of('expected') };
}
