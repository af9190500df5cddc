import { isoFromNs } from '../time.ts';
import type { Retention, RetentionKind } from './kinds.ts';

export const DAY_MS = 86_400_000;
const DAY_NS = BigInt(DAY_MS) * 1_000_000n;

/**
 * The first day, by its number since 1970 in UTC, of which something is kept for so long: today, and so many days before it. Days end at
 * once and as a whole, so that what is taken today is there until the next midnight at least. Undefined: all days.
 */
export const firstDayKept = (days: number | null, nowMs: number): number | undefined =>
  days === null ? undefined : Math.floor(nowMs / DAY_MS) - days;

/** What a project takes, as far as it depends on when it happened. */
export interface Taking {
  /** In days. */
  retention: Retention;
  /** Spans from before were removed: their hours are known by their sums alone, and no span can be added to these. */
  spansFromNs?: bigint | undefined;
}

/** Why something that happened then is not taken; undefined: it is. */
export function tooOld(
  kind: RetentionKind,
  timeNs: bigint,
  { retention, spansFromNs }: Taking,
  nowMs: number,
): string | undefined {
  const days = retention[kind];
  const first = firstDayKept(days, nowMs);
  if (first !== undefined && timeNs / DAY_NS < BigInt(first))
    return `older than the ${days} days for which this project keeps ${kind}`;
  if (kind === 'spans' && spansFromNs !== undefined && timeNs < spansFromNs)
    return `from before ${isoFromNs(spansFromNs)}, up to which this project's spans were removed`;
  return undefined;
}
