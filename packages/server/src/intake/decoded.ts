import type { SpanFragment } from '@pharos/core/fragments/fragment';
import type { RawLog } from '@pharos/core/log-events';
import type { MetricPoint } from '@pharos/core/metric-points/point';
import type { Score } from '@pharos/core/score';
import type { RawSpan } from '@pharos/core/span';
import { noRejection, type Rejection } from './rejection.ts';

/** Which of the things in a request something is, for protocols that answer for each. */
interface OfItem {
  item?: number;
}
export interface ReceivedSpan extends RawSpan, OfItem {}
export interface ReceivedScore extends Score, OfItem {}
export interface ReceivedFragment extends SpanFragment, OfItem {
  /** It tells all of its span, so nothing need be kept for later. */
  whole: boolean;
}

/** A file that came with a span. */
export interface ReceivedFile {
  /** As hex. */
  sha256: string;
  contentType: string;
  bytes: Uint8Array;
}

/**
 * The contents of one request. Spans of one resource share one `resource` map, so it must not be changed.
 * Span and attribute limits are already applied, and `rejected` tells what was left out.
 */
export interface DecodedBatch {
  spans: ReceivedSpan[];
  logs: RawLog[];
  scores: ReceivedScore[];
  points: MetricPoint[];
  /** Pieces of spans, for protocols that tell them in pieces. */
  fragments: ReceivedFragment[];
  files: ReceivedFile[];
  /** What the request calls its things, in order, for protocols that answer for each. */
  items: string[];
  rejected: Rejection;
}

export const emptyBatch = (): DecodedBatch => ({
  spans: [],
  logs: [],
  scores: [],
  points: [],
  fragments: [],
  files: [],
  items: [],
  rejected: noRejection(),
});
