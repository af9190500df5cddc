import { Decompress } from 'fzstd';
import { DecodeError, TooLarge } from '../intake/errors.ts';

/** A frame names the memory that its decoder needs; level 19 asks for 8 MiB. */
const MAX_WINDOW_BYTES = 32 * 1024 * 1024;
const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const PIECE_BYTES = 64 * 1024;
/** The decoder moves its window for every block, so tiny blocks are dear. About two seconds' worth. */
const MAX_MOVED_BYTES = 16 * 1024 ** 3;

/**
 * Decompresses zstd; throws TooLarge when it needs a window, or gives an output, beyond what is allowed. In
 * JavaScript on every Node: where zlib has zstd, it takes the first of several frames for the whole, and some
 * versions take a body that was cut short for complete.
 */
export function unzstd(body: Buffer, maxBytes: number): Uint8Array {
  if (body.length === 0) throw new DecodeError('broken zstd data: empty');
  const window = widestWindow(body);
  if (window > MAX_WINDOW_BYTES) throw new TooLarge(`a zstd window of more than ${MAX_WINDOW_BYTES} bytes`);
  const pieces: Uint8Array[] = [];
  let length = 0;
  let moved = 0;
  const stream = new Decompress((piece) => {
    length += piece.length;
    moved += window;
    if (length > maxBytes) throw new TooLarge(`the decompressed body is larger than ${maxBytes} bytes`);
    if (moved > MAX_MOVED_BYTES) throw new DecodeError('broken zstd data: too many small blocks');
    pieces.push(piece);
  });
  for (let at = 0; at < body.length; at += PIECE_BYTES) stream.push(body.subarray(at, at + PIECE_BYTES));
  stream.push(new Uint8Array(0), true);
  return Buffer.concat(pieces, length);
}

/** Four bytes inside a frame may look like a header by chance; that chance is smaller than a broken packet's. */
function widestWindow(body: Buffer): number {
  let widest = 0;
  for (let at = body.indexOf(MAGIC); at >= 0; at = body.indexOf(MAGIC, at + 4))
    widest = Math.max(widest, windowOf(body.subarray(at + 4)));
  return widest;
}

/** RFC 8878, 3.1.1.1: a window descriptor, or for a single segment the size of its content. */
function windowOf(header: Buffer): number {
  const [descriptor = 0, window = 0] = header;
  if ((descriptor & 0x20) === 0) {
    const base = 2 ** (10 + (window >> 3));
    return base + (base / 8) * (window & 7);
  }
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [1, 2, 4, 8][descriptor >> 6] ?? 1;
  let size = sizeBytes === 2 ? 256 : 0;
  for (let i = 0; i < sizeBytes; i++) size += (header[1 + dictionaryBytes + i] ?? 0) * 2 ** (8 * i);
  return size;
}
