import { dayOf } from './columns.ts';
import { RowBinary } from './row-binary.ts';

/** Where the values that may be overwritten stand in an encoded row. The two strings follow the fixed part. */
export const SPAN_ROW = {
  ver: 0,
  startNs: 8,
  durationNs: 16,
  counted: 24,
  covered: 25,
  strings: 26,
} as const;
export const PAYLOAD_ROW = { ver: 0, day: 8 } as const;

export interface SpanRowChange {
  ver?: bigint;
  startNs?: bigint;
  durationNs?: bigint;
  counted?: boolean;
  covered?: boolean;
  userId?: string;
  sessionId?: string;
}

/** One per thread is enough: it is empty between calls. */
const out = new RowBinary();

/** One encoded span row with some of its leading values replaced. The given bytes stay as they are. */
export function patchSpanRow(row: Uint8Array, change: SpanRowChange): Uint8Array {
  const userEnd = stringEnd(row, SPAN_ROW.strings);
  const sessionEnd = stringEnd(row, userEnd);
  out.raw(row.subarray(0, SPAN_ROW.strings));
  if (change.userId === undefined) out.raw(row.subarray(SPAN_ROW.strings, userEnd));
  else out.string(change.userId);
  if (change.sessionId === undefined) out.raw(row.subarray(userEnd, sessionEnd));
  else out.string(change.sessionId);
  out.raw(row.subarray(sessionEnd));
  const patched = out.take();
  const view = new DataView(patched.buffer);
  if (change.ver !== undefined) view.setBigUint64(SPAN_ROW.ver, change.ver, true);
  if (change.startNs !== undefined) view.setBigInt64(SPAN_ROW.startNs, change.startNs, true);
  if (change.durationNs !== undefined) view.setBigUint64(SPAN_ROW.durationNs, change.durationNs, true);
  if (change.counted !== undefined) view.setUint8(SPAN_ROW.counted, change.counted ? 1 : 0);
  if (change.covered !== undefined) view.setUint8(SPAN_ROW.covered, change.covered ? 1 : 0);
  return patched;
}

/** One encoded payload row moved to the day of another start time; a span without a payload has no bytes here. */
export function patchPayloadRow(row: Uint8Array, startNs: bigint): Uint8Array {
  const patched = Buffer.from(row);
  if (patched.length > 0) patched.writeUInt16LE(dayOf(startNs), PAYLOAD_ROW.day);
  return patched;
}

function stringEnd(row: Uint8Array, start: number): number {
  let length = 0;
  let at = start;
  for (let shift = 0; ; shift += 7) {
    const byte = row[at++];
    if (byte === undefined) throw new RangeError('the row ends inside a string');
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) return at + length;
  }
}
