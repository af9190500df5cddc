import { DecodeError, TooLarge, UnsupportedMedia } from '../../intake/errors.ts';

/** One part of a multipart body; its bytes are those of the body itself. */
export interface Part {
  name: string;
  contentType: string;
  /** The content encoding of this part alone, '' for none. */
  encoding: string;
  bytes: Uint8Array;
}

const MAX_BOUNDARY = 200;
const MAX_PARTS = 20_000;
const MAX_HEADER_BYTES = 4096;

const LF = 0x0a;
const CR = 0x0d;
const DASH = 0x2d;
const BLANK = new Set([0x20, 0x09]);

const BOUNDARY = /(?:^|;)\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i;
const NAME = /;\s*name=(?:"([^"]*)"|([^\s;"]+))/i;

/**
 * Takes a multipart body apart; lines may end in CR LF or in LF alone. A body that ends before its closing boundary
 * is refused whole: what is missing may belong to any of its parts.
 * @throws DecodeError, or TooLarge for too many parts.
 */
export function multipartParts(body: Uint8Array, contentType: string): Part[] {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const delimiter = Buffer.from(`--${boundaryOf(contentType)}`);
  const parts: Part[] = [];
  let from = -1;
  for (const { start, end, last } of delimitersIn(bytes, delimiter)) {
    if (from >= 0) parts.push(partOf(bytes.subarray(from, endOfLine(bytes, from, start))));
    if (last) return parts;
    if (parts.length >= MAX_PARTS) throw new TooLarge(`more than ${MAX_PARTS} parts in one request`);
    from = end;
  }
  throw new DecodeError(
    from < 0
      ? 'the body does not hold the boundary that its content type names'
      : 'the body ends before its closing boundary: it was cut short, and none of it was taken',
  );
}

function boundaryOf(contentType: string): string {
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? [];
  const boundary = quoted ?? bare ?? '';
  if (boundary === '' || boundary.length > MAX_BOUNDARY)
    throw new DecodeError(`the content type must name a boundary of 1 to ${MAX_BOUNDARY} characters`);
  return boundary;
}

interface Delimiter {
  start: number;
  /** Behind its line. */
  end: number;
  last: boolean;
}

/** Only a whole line is a delimiter: what merely begins like one is content. */
function* delimitersIn(bytes: Buffer, delimiter: Buffer): Iterable<Delimiter> {
  for (let start = bytes.indexOf(delimiter); start >= 0; ) {
    let at = start + delimiter.length;
    const last = bytes[at] === DASH && bytes[at + 1] === DASH;
    if (last) at += 2;
    while (BLANK.has(bytes[at] ?? 0)) at++;
    if (bytes[at] === CR) at++;
    const startsLine = start === 0 || bytes[start - 1] === LF;
    if (startsLine && (bytes[at] === LF || (last && at >= bytes.length))) {
      yield { start, end: at + 1, last };
      at++;
    }
    start = bytes.indexOf(delimiter, Math.max(at, start + delimiter.length));
  }
}

/** The line break before a delimiter belongs to it. */
function endOfLine(bytes: Buffer, from: number, delimiter: number): number {
  let end = delimiter;
  if (end > from && bytes[end - 1] === LF) end--;
  if (end > from && bytes[end - 1] === CR) end--;
  return end;
}

function partOf(bytes: Buffer): Part {
  const { head, content } = headOf(bytes);
  const headers = new Map<string, string>();
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  const [, quoted, bare] = NAME.exec(headers.get('content-disposition') ?? '') ?? [];
  const name = quoted ?? bare;
  if (name === undefined) throw new DecodeError('a part has no name');
  const transfer = headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary';
  if (!['binary', '7bit', '8bit'].includes(transfer))
    throw new UnsupportedMedia('parts are taken as they are, in no content-transfer-encoding');
  return {
    name,
    contentType: headers.get('content-type') ?? '',
    encoding: headers.get('content-encoding') ?? '',
    bytes: content,
  };
}

/** The headers of a part end with an empty line. */
function headOf(bytes: Buffer): { head: string; content: Buffer } {
  const limit = Math.min(bytes.length, MAX_HEADER_BYTES);
  let line = 0;
  for (let at = bytes.indexOf(LF); at >= 0 && at < limit; at = bytes.indexOf(LF, line)) {
    const isEmpty = at === line || (at === line + 1 && bytes[line] === CR);
    if (isEmpty) return { head: bytes.toString('utf8', 0, line), content: bytes.subarray(at + 1) };
    line = at + 1;
  }
  throw new DecodeError('the headers of a part do not end');
}
