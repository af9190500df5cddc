/** Further apart than this a share as a double decides right. */
const CLOSE = 1e-9;

/** Whether so much is used; exact, where a share as a double might round. */
function reached(used: number, limit: number, percent: number): boolean {
  const share = (used / limit) * 100;
  if (Math.abs(share - percent) > percent * CLOSE) return share > percent;
  return BigInt(used) * 100n >= BigInt(limit) * BigInt(percent);
}

/**
 * The thresholds, in percent of the limit, that going from `before` to `after` crosses upwards, in rising order. `known`:
 * those that were crossed in this window before and are not told again.
 */
export function crossed(
  { before, after, limit }: { before: number; after: number; limit: number },
  thresholds: readonly number[],
  known: ReadonlySet<number> = new Set(),
): number[] {
  if (after <= before) return [];
  return thresholds
    .filter((each) => !known.has(each) && !reached(before, limit, each) && reached(after, limit, each))
    .sort((a, b) => a - b);
}

/** The highest threshold that is reached; undefined when none is. */
export const highest = (used: number, limit: number, thresholds: readonly number[]): number | undefined =>
  thresholds.reduce<number | undefined>(
    (most, each) => (reached(used, limit, each) && each > (most ?? 0) ? each : most),
    undefined,
  );

/** `near`: the last threshold before the limit is reached. `over`: nothing is left. */
export const QUOTA_STATES = ['ok', 'near', 'over'] as const;
export type QuotaState = (typeof QUOTA_STATES)[number];

/** Near the limit, in percent, where no threshold says it. */
const NEAR = 80;

export function stateOf(used: number, limit: number, thresholds: readonly number[]): QuotaState {
  if (used >= limit) return 'over';
  const soft = thresholds.filter((each) => each < 100);
  return reached(used, limit, soft.length > 0 ? Math.max(...soft) : NEAR) ? 'near' : 'ok';
}
