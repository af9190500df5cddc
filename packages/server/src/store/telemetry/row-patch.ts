import { dayOf } from './columns.ts';

/** Where the values that may be overwritten stand in an encoded row. The two strings follow the fixed part. */
export const SPAN_ROW = { ver: 0, startNs: 8, durationNs: 16, counted: 24, strings: 25 } as const;
export const PAYLOAD_ROW = { ver: 0, day: 8 } as const;

export interface SpanRowChange {
  ver?: bigint;
  startNs?: bigint;
  durationNs?: bigint;
  counted?: boolean;
  userId?: string;
  sessionId?: string;
}

/** One encoded span row with some of its leading values replaced. The given bytes stay as they are. */
export function patchSpanRow(row: Uint8Array, change: SpanRowChange): Uint8Array {
  const userEnd = stringEnd(row, SPAN_ROW.strings);
  const sessionEnd = stringEnd(row, userEnd);
  const user =
    change.userId === undefined ? row.subarray(SPAN_ROW.strings, userEnd) : stringBytes(change.userId);
  const session =
    change.sessionId === undefined ? row.subarray(userEnd, sessionEnd) : stringBytes(change.sessionId);
  const patched = Buffer.concat([row.subarray(0, SPAN_ROW.strings), user, session, row.subarray(sessionEnd)]);
  if (change.ver !== undefined) patched.writeBigUInt64LE(change.ver, SPAN_ROW.ver);
  if (change.startNs !== undefined) patched.writeBigInt64LE(change.startNs, SPAN_ROW.startNs);
  if (change.durationNs !== undefined) patched.writeBigUInt64LE(change.durationNs, SPAN_ROW.durationNs);
  if (change.counted !== undefined) patched[SPAN_ROW.counted] = change.counted ? 1 : 0;
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

function stringBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  const prefix: number[] = [];
  let rest = bytes.length;
  for (; rest > 0x7f; rest >>>= 7) prefix.push((rest & 0x7f) | 0x80);
  return Buffer.concat([Buffer.from([...prefix, rest]), bytes]);
}
