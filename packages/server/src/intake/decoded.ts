import type { RawLog } from '@pharos/core/log-events';
import type { RawSpan } from '@pharos/core/span';
import type { Rejection } from './rejection.ts';

/**
 * The contents of one request. Spans of one resource share one `resource` map, so it must not be changed.
 * Span and attribute limits are already applied, and `rejected` tells what was left out.
 */
export interface DecodedBatch {
  spans: RawSpan[];
  logs: RawLog[];
  rejected: Rejection;
}

const REASONS_TOLD = 5;

export const emptyBatch = (): DecodedBatch => ({
  spans: [],
  logs: [],
  rejected: { count: 0, reasons: [] },
});

/** Counts something refused; only the first few distinct reasons are kept. */
export function reject(batch: DecodedBatch, reason: string, count = 1): void {
  const { rejected } = batch;
  rejected.count += count;
  if (rejected.reasons.length < REASONS_TOLD && !rejected.reasons.includes(reason))
    rejected.reasons.push(reason);
}
