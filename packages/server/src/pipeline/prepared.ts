import type { LedgerEntry, LedgerFacts } from '@pharos/core/trace-ledger';
import type { ReceivedFile } from '../intake/decoded.ts';
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
  pointRows: Uint8Array;
  patchRows: Uint8Array;
  /** Facts the writer decides on, in row order. */
  spans: PreparedSpan[];
  patches: PreparedPatch[];
  logCount: number;
  scoreCount: number;
  pointCount: number;
  /** Traces that are judged: open pages want to know. */
  scoredTraces: string[];
  /** Spans that are judged by somebody who did not name their trace. */
  homelessSpans: string[];
  /** To be kept before the rest is written. */
  files?: ReceivedFile[];
  items: string[];
  rejected: Rejection;
}

export interface PreparedSpan extends LedgerEntry {
  traceId: string;
  /** Its row tells only a part of it: what was told before must be read with it. */
  partial: boolean;
  /** One piece tells it whole: that is only kept when other pieces of it are known. Where its row of patches ends. */
  pieceRowEnd: number | undefined;
  /** The things of the request that it was told by. */
  items: readonly number[];
  spanRowEnd: number;
  payloadRowEnd: number;
}

export interface PreparedPatch extends LedgerFacts {
  traceId: string;
  spanId: string;
}
