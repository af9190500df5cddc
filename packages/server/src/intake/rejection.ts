/** Why a single span or record was refused, for whoever watches the server: a label of the public counter. */
export type RejectReason =
  | 'malformed'
  | 'bad_id'
  | 'bad_time'
  | 'too_old'
  | 'too_many_days'
  | 'trace_full'
  | 'failed';

/** What was refused of a request that was accepted. */
export interface Rejection {
  count: number;
  /** At most a few distinct sentences, for the sender to read. */
  reasons: string[];
  /** All of `count`, by reason. */
  counts: Partial<Record<RejectReason, number>>;
  /** Which things of the request, and why, for protocols that answer for each. */
  items: Map<number, { reason: RejectReason; sentence: string }>;
}

const REASONS_TOLD = 5;

export const noRejection = (): Rejection => ({ count: 0, reasons: [], counts: {}, items: new Map() });

/** Counts something refused; only the first few distinct sentences are kept. */
export function reject(
  { rejected }: { rejected: Rejection },
  reason: RejectReason,
  sentence: string,
  { count = 1, items = [] }: { count?: number; items?: readonly number[] } = {},
): void {
  for (const item of items) rejected.items.set(item, { reason, sentence });
  rejected.count += count;
  rejected.counts[reason] = (rejected.counts[reason] ?? 0) + count;
  if (rejected.reasons.length < REASONS_TOLD && !rejected.reasons.includes(sentence))
    rejected.reasons.push(sentence);
}
