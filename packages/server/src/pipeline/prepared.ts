import type { SpanKind } from '@pharos/core/span';
import type { Rejection } from '../intake/rejection.ts';

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
  scoreCount: number;
  /** Traces that are judged: open pages want to know. */
  scoredTraces: string[];
  rejected: Rejection;
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
