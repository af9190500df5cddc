import type { SpanKind } from '@pharos/core/span';

/** Who sent a batch, when, and which version its rows are: the same for all its spans. */
export interface Envelope {
  projectId: string;
  apiKeyId: string;
  receivedAtMs: number;
  /** Later batches have higher versions, so that the last word on a span wins. */
  version: bigint;
}

/** A received request after a worker has decoded, normalised, priced and encoded it. */
export interface PreparedBatch {
  projectId: string;
  version: bigint;
  /** RowBinary; the rows of span i end at `spanRowEnd` and `payloadRowEnd`. */
  spanRows: Uint8Array;
  payloadRows: Uint8Array;
  logRows: Uint8Array;
  scoreRows: Uint8Array;
  patchRows: Uint8Array;
  /** Facts the writer decides on, in row order. */
  spans: PreparedSpan[];
  patches: PreparedPatch[];
  logCount: number;
  rejected: Rejection;
}

/** What was refused: how many, and why (at most a few distinct reasons, for the sender to read). */
export interface Rejection {
  count: number;
  reasons: string[];
}

export interface PreparedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  startNs: bigint;
  endNs: bigint;
  kind: SpanKind;
  /** It carries tokens or cost. */
  spends: boolean;
  userId: string;
  sessionId: string;
  convention: string;
  spanRowEnd: number;
  payloadRowEnd: number;
}

export interface PreparedPatch {
  traceId: string;
  spanId: string;
  spends: boolean;
  userId: string;
  sessionId: string;
}
