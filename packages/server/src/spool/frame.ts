import { z } from 'zod';
import { type ReceivedRequest, SIGNAL_KINDS, WIRE_FORMATS } from '../intake/request.ts';
import { crc32c } from './crc32c.ts';

/**
 * A request on disk: the marker of its file, length of head, length of body, CRC-32C of all else, head (JSON), body as
 * it was sent. Numbers are 32 bits, little-endian. The marker is where reading goes on after what cannot be read; it is
 * random for each file, so that no sender can put into a body what would be taken for a request of somebody else.
 */
export const MARKER_BYTES = 8;
const HEADER_BYTES = MARKER_BYTES + 12;
const SUM_AT = MARKER_BYTES + 8;

const headSchema = z.object({
  kind: z.enum(SIGNAL_KINDS),
  format: z.enum(WIRE_FORMATS),
  contentType: z.string().optional(),
  subject: z.string().optional(),
  encoding: z.string(),
  envelope: z.object({
    projectId: z.string(),
    apiKeyId: z.string(),
    receivedAtMs: z.number(),
    version: z.string().transform(BigInt),
  }),
});

/** What a frame is made of but its marker, which is known when it is written. */
export interface FrameParts {
  head: Buffer;
  body: Uint8Array;
  bytes: number;
}

export function framePartsOf({ body, envelope, ...about }: ReceivedRequest): FrameParts {
  const head = Buffer.from(
    JSON.stringify({ ...about, envelope: { ...envelope, version: String(envelope.version) } }),
  );
  return { head, body, bytes: HEADER_BYTES + head.length + body.byteLength };
}

export function encodeFrame(marker: Buffer, { head, body }: FrameParts): Uint8Array[] {
  const header = Buffer.alloc(HEADER_BYTES);
  marker.copy(header);
  header.writeUInt32LE(head.length, MARKER_BYTES);
  header.writeUInt32LE(body.byteLength, MARKER_BYTES + 4);
  header.writeUInt32LE(crc32c(body, crc32c(head, crc32c(header.subarray(0, SUM_AT)))), SUM_AT);
  return [header, head, body];
}

/** What stands in a file from one place on. */
export type Found =
  | { is: 'request'; request: ReceivedRequest; end: number }
  /** A write that never came to its end: nobody was told that it had. */
  | { is: 'torn'; end: number }
  /** What cannot be read, up to where something can again, or to the end. */
  | { is: 'corrupt'; end: number }
  | { is: 'end' };

/** Reads what begins at `at`. Everything is checked: a disk may have lost or changed any byte. */
export function readFrame(marker: Buffer, file: Buffer, at: number): Found {
  if (at >= file.length) return { is: 'end' };
  const whole = wholeFrame(marker, file, at);
  if (whole) return { is: 'request', ...whole };
  let next = file.indexOf(marker, at + 1);
  while (next >= 0 && !wholeFrame(marker, file, next)) next = file.indexOf(marker, next + 1);
  if (next >= 0) return { is: 'corrupt', end: next };
  return { is: isTorn(marker, file.subarray(at)) ? 'torn' : 'corrupt', end: file.length };
}

/** The beginning of a frame and not the whole of it, or room that was made for one and never filled. */
function isTorn(marker: Buffer, rest: Buffer): boolean {
  if (rest.every((byte) => byte === 0)) return true;
  const known = Math.min(rest.length, MARKER_BYTES);
  if (!rest.subarray(0, known).equals(marker.subarray(0, known))) return false;
  return rest.length < HEADER_BYTES || rest.length < frameBytes(rest);
}

const frameBytes = (frame: Buffer): number =>
  HEADER_BYTES + frame.readUInt32LE(MARKER_BYTES) + frame.readUInt32LE(MARKER_BYTES + 4);

function wholeFrame(
  marker: Buffer,
  file: Buffer,
  at: number,
): { request: ReceivedRequest; end: number } | undefined {
  const rest = file.subarray(at);
  if (rest.length < HEADER_BYTES || !rest.subarray(0, MARKER_BYTES).equals(marker)) return undefined;
  const bytes = frameBytes(rest);
  if (bytes > rest.length) return undefined;
  const sum = crc32c(rest.subarray(HEADER_BYTES, bytes), crc32c(rest.subarray(0, SUM_AT)));
  if (sum !== rest.readUInt32LE(SUM_AT)) return undefined;
  const headEnd = HEADER_BYTES + rest.readUInt32LE(MARKER_BYTES);
  const head = headSchema.safeParse(parsed(rest.subarray(HEADER_BYTES, headEnd)));
  if (!head.success) return undefined;
  const { contentType, subject, ...about } = head.data;
  const request: ReceivedRequest = {
    ...about,
    ...(contentType !== undefined && { contentType }),
    ...(subject !== undefined && { subject }),
    body: rest.subarray(headEnd, bytes),
  };
  return { request, end: at + bytes };
}

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}
