import type { TimeRange } from '@pharos/core/time';

/** The newest quarter of an hour fills a page of a busy project. */
export const FIRST_NS = 15n * 60_000_000_000n;
const GROWTH = 8n;

/**
 * Ever longer ends of a range, down to the whole of it: [to − 15 min, to), then eight times as long, and so on. A list in
 * order of time looks at each until its page is full; reading the newest part again costs an eighth.
 */
export function* endsOf({ fromNs, toNs }: TimeRange, firstNs = FIRST_NS): Generator<TimeRange> {
  for (let size = firstNs; toNs - 2n * size > fromNs; size *= GROWTH) yield { fromNs: toNs - size, toNs };
  yield { fromNs, toNs };
}
