import type { RawLog } from '@pharos/core/log-events';
import type { RawSpan } from '@pharos/core/span';
import type { Envelope, Rejection } from '../pipeline/prepared.ts';

export type SignalKind = 'traces' | 'logs' | 'metrics';
export type WireFormat = 'protobuf' | 'json';

/** A request as it came in: nobody has looked inside the body yet. */
export interface ReceivedRequest {
  kind: SignalKind;
  format: WireFormat;
  /** Content encoding: `identity`, `gzip`, `deflate` or `zstd`; others are refused by the decompressor. */
  encoding: string;
  body: Uint8Array;
  envelope: Envelope;
}

/** What became of an accepted request, for its sender. */
export interface IngestOutcome {
  rejected: Rejection;
}

/**
 * Makes a request durable: resolves when what was not rejected is committed. Throws DecodeError, TooLarge,
 * UnsupportedMedia or Overloaded when the whole request is refused.
 */
export type Ingest = (request: ReceivedRequest) => Promise<IngestOutcome>;

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
