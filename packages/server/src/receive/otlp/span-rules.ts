import type { RawSpan, SpanStatus } from '@pharos/core/span';
import type { DecodedBatch, ReceivedSpan } from '../../intake/decoded.ts';
import { reject } from '../../intake/rejection.ts';
import { BAD_ID, isNoId, MARKS } from '../limits.ts';

/** The last nanosecond a signed 64-bit time can name, in April 2262. */
export const MAX_TIME_NS = 0x7fff_ffff_ffff_ffffn;

const STATUS: readonly SpanStatus[] = ['unset', 'ok', 'error'];

export const statusOf = (code: number): SpanStatus => STATUS[code] ?? 'unset';

/** OpenTelemetry's kind, 0 when it is none of the known ones. */
export const kindOf = (kind: number): number => (Number.isInteger(kind) && kind >= 0 && kind <= 5 ? kind : 0);

/** Why the identity of a span cannot be stored, or undefined. */
function badId(span: RawSpan): string | undefined {
  if (isNoId(span.traceId)) return 'a trace id must be 16 bytes, not all zero';
  if (isNoId(span.spanId)) return 'a span id must be 8 bytes, not all zero';
  return span.parentSpanId === BAD_ID ? 'a parent span id must be 8 bytes or empty' : undefined;
}

/** Why its time cannot be. */
function badTime(span: RawSpan): string | undefined {
  if (span.startNs <= 0n) return 'a span must have a start time';
  const isLate = span.startNs > MAX_TIME_NS || span.endNs > MAX_TIME_NS;
  return isLate ? 'a time lies beyond the year 2262' : undefined;
}

/** A span that ends before it starts keeps its start, lasts nothing and says so. */
function repairEnd(span: RawSpan): void {
  if (span.endNs >= span.startNs) return;
  if (span.endNs <= 0n) span.attributes.set(MARKS.noEndTime, true);
  else {
    const skew = span.startNs - span.endNs;
    const asNumber = Number(skew);
    span.attributes.set(MARKS.clockSkew, Number.isSafeInteger(asNumber) ? asNumber : skew);
  }
  span.endNs = span.startNs;
}

/** An event whose time is missing or nonsense happened, as far as anyone knows, at the start of its span. */
function placeEvents(span: RawSpan): void {
  for (const event of span.events)
    if (event.timeNs <= 0n || event.timeNs > MAX_TIME_NS) event.timeNs = span.startNs;
}

/** Adds a span to the batch, or only the reason why it cannot be stored. */
export function admit(batch: DecodedBatch, span: ReceivedSpan): void {
  const items = span.item === undefined ? [] : [span.item];
  const ofId = badId(span);
  const ofTime = badTime(span);
  if (ofId !== undefined) reject(batch, 'bad_id', ofId, { items });
  else if (ofTime !== undefined) reject(batch, 'bad_time', ofTime, { items });
  else {
    repairEnd(span);
    placeEvents(span);
    batch.spans.push(span);
  }
}
