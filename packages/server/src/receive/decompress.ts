import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { DecodeError, TooLarge, UnsupportedMedia } from '../intake/errors.ts';
import { unzstd } from './zstd.ts';

/** Few large pieces inflate twice as fast as many of the default size. */
const CHUNK_BYTES = 256 * 1024;

type Inflate = (body: Buffer, limit: number) => Uint8Array;

const DECODERS: ReadonlyMap<string, Inflate> = new Map<string, Inflate>([
  ['', (body) => body],
  ['identity', (body) => body],
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  ['br', (body, limit) => brotliDecompressSync(body, { maxOutputLength: limit, chunkSize: CHUNK_BYTES })],
  ['zstd', unzstd],
]);

/**
 * Undoes a content encoding. Inflating stops as soon as the result passes `maxBytes`, so that a bomb costs no
 * more than that. Throws TooLarge past the limit, DecodeError when the data is broken or cut short, and
 * UnsupportedMedia for an encoding that is not taken.
 */
export function decompress(encoding: string, body: Uint8Array, maxBytes: number): Uint8Array {
  const decoder = DECODERS.get(encoding.trim().toLowerCase());
  if (decoder === undefined)
    throw new UnsupportedMedia(`content encoding "${encoding.slice(0, 40)}" is not taken`);
  const inflated = orDecodeError(encoding, maxBytes, () =>
    decoder(Buffer.from(body.buffer, body.byteOffset, body.byteLength), maxBytes),
  );
  if (inflated.length > maxBytes) throw tooLarge(maxBytes);
  return inflated;
}

const tooLarge = (maxBytes: number) => new TooLarge(`the decompressed body is larger than ${maxBytes} bytes`);

function orDecodeError(encoding: string, maxBytes: number, work: () => Uint8Array): Uint8Array {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooLarge || error instanceof DecodeError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new DecodeError(`broken ${encoding} data: ${(error as Error).message}`);
  }
}

function gunzip(body: Buffer, limit: number): Uint8Array {
  return gunzipSync(body, { maxOutputLength: limit, chunkSize: CHUNK_BYTES });
}

/** HTTP's deflate is the zlib format, but some clients send it without its two-byte header. */
function inflate(body: Buffer, limit: number): Uint8Array {
  const [first = 0, second = 0] = body;
  const hasHeader = (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0;
  const options = { maxOutputLength: limit, chunkSize: CHUNK_BYTES };
  return hasHeader ? inflateSync(body, options) : inflateRawSync(body, options);
}
