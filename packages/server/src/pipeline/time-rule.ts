import type { RetentionKind } from '@pharos/core/retention/kinds';
import { type Taking, tooOld } from '@pharos/core/retention/past';
import type { RejectReason } from '../intake/rejection.ts';

const DAY_NS = 86_400_000_000_000n;
const MAX_DAYS_PER_REQUEST = 100;

export class BadTime extends RangeError {
  readonly reason: RejectReason;

  constructor(reason: RejectReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * When something may have happened. What is kept no more is not taken: it would be gone within the hour. Each day is a partition, and each
 * partition of an insert a file to sync: a request may not name endlessly many.
 */
export function timeRule(
  receivedAtMs: number,
  taking: Taking,
): (kind: RetentionKind, timeNs: bigint) => void {
  const latestNs = BigInt(receivedAtMs) * 1_000_000n + DAY_NS;
  const days = new Set<bigint>();
  return (kind, timeNs) => {
    if (timeNs <= 0n) throw new BadTime('bad_time', 'a time lies before 1970');
    if (timeNs > latestNs) throw new BadTime('bad_time', 'a time lies more than a day in the future');
    const old = tooOld(kind, timeNs, taking, receivedAtMs);
    if (old !== undefined) throw new BadTime('too_old', old);
    const day = timeNs / DAY_NS;
    if (days.size >= MAX_DAYS_PER_REQUEST && !days.has(day)) {
      throw new BadTime(
        'too_many_days',
        `the times of one request lie on more than ${MAX_DAYS_PER_REQUEST} days`,
      );
    }
    days.add(day);
  };
}
