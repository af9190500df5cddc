import type { Span, SpanPatch } from '@pharos/core/span';

/** Who sent a batch and when: the same for all its spans. */
export interface Envelope {
  projectId: string;
  apiKeyId: string;
  receivedAtMs: number;
}

/** A received request after a worker has decoded, normalised, priced and encoded it. */
export interface PreparedBatch {
  projectId: string;
  /** RowBinary; one slice per span by `spanEnds` and `payloadEnds`. */
  spanRows: Uint8Array;
  payloadRows: Uint8Array;
  logRows: Uint8Array;
  scoreRows: Uint8Array;
  /** Facts the writer decides on, in row order. */
  spans: PreparedSpan[];
  patches: SpanPatch[];
  logCount: number;
  rejected: Rejection;
}

/** What was refused: how many, and why (at most a few distinct reasons, for the sender to read). */
export interface Rejection {
  count: number;
  reasons: string[];
}

export type PreparedSpan = Pick<
  Span,
  'traceId' | 'spanId' | 'parentSpanId' | 'startNs' | 'kind' | 'userId' | 'sessionId'
> & {
  endNs: bigint;
  tokens: number;
  spanRowEnd: number;
  payloadRowEnd: number;
};
