import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError, TooLarge, UnsupportedMedia } from '../intake/errors.ts';
import { decompress } from './decompress.ts';

const MIB = 1024 * 1024;
const LIMIT = 20 * MIB;

/** A zstd frame of blocks, each 128 KiB of one byte: 32,000 times smaller than what it stands for. */
function zstdBomb(blocks: number, windowDescriptor = 0x58): Buffer {
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, windowDescriptor]);
  const block = (last: boolean) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUIntLE((128 * 1024 * 8) | (1 << 1) | (last ? 1 : 0), 0, 3);
    return bytes;
  };
  return Buffer.concat([header, ...Array.from({ length: blocks }, (_, i) => block(i === blocks - 1))]);
}

const HELLO = 'hello '.repeat(7);
/** A zstd frame of one uncompressed block. */
const rawFrame = (text: string) => {
  const bytes = Buffer.from(text);
  const header = Buffer.alloc(3);
  header.writeUIntLE((bytes.length << 3) | 1, 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes.length]), header, bytes]);
};

function cost(work: () => unknown): { ms: number; mib: number } {
  const rss = process.memoryUsage().rss;
  const start = performance.now();
  work();
  return { ms: performance.now() - start, mib: (process.memoryUsage().rss - rss) / MIB };
}

describe('decompress', () => {
  it.each([
    ['identity', (body: Buffer) => body],
    ['', (body: Buffer) => body],
    ['gzip', (body: Buffer) => gzipSync(body)],
    ['GZIP', (body: Buffer) => gzipSync(body)],
    ['deflate', (body: Buffer) => deflateSync(body)],
    ['deflate', (body: Buffer) => deflateRawSync(body)],
  ])('gives back what was compressed with "%s"', (encoding, compress) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        const body = Buffer.from(bytes);
        expect(Buffer.from(decompress(encoding, compress(body), LIMIT)).equals(body)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('reads zstd, also in several frames', () => {
    expect(Buffer.from(decompress('zstd', rawFrame(HELLO), LIMIT)).toString()).toBe(HELLO);
    const two = Buffer.concat([rawFrame(HELLO), rawFrame('again')]);
    expect(Buffer.from(decompress('zstd', two, LIMIT)).toString()).toBe(`${HELLO}again`);
    expect(decompress('zstd', zstdBomb(16), LIMIT).length).toBe(2 * MIB);
  });

  it('takes a body of exactly the limit and refuses one byte more', () => {
    for (const [encoding, compress] of [
      ['identity', (body: Buffer) => body],
      ['gzip', (body: Buffer) => gzipSync(body)],
      ['deflate', (body: Buffer) => deflateSync(body)],
    ] as const) {
      expect(decompress(encoding, compress(Buffer.alloc(MIB)), MIB).length).toBe(MIB);
      expect(() => decompress(encoding, compress(Buffer.alloc(MIB + 1)), MIB)).toThrow(TooLarge);
    }
  });

  it('stops inflating a 1000:1 gzip bomb at the limit', () => {
    const bomb = gzipSync(Buffer.alloc(512 * MIB));
    const { ms, mib } = cost(() => expect(() => decompress('gzip', bomb, LIMIT)).toThrow(TooLarge));
    expect(bomb.length * 1000).toBeLessThan(520 * MIB);
    expect(ms).toBeLessThan(1000);
    expect(mib).toBeLessThan(128);
  });

  it('stops inflating a zstd bomb at the limit', () => {
    const bomb = zstdBomb(100_000);
    const { ms, mib } = cost(() => expect(() => decompress('zstd', bomb, LIMIT)).toThrow(TooLarge));
    expect(ms).toBeLessThan(2000);
    expect(mib).toBeLessThan(128);
  });

  it('refuses a zstd frame that asks for gigabytes of window or claims gigabytes of content', () => {
    expect(() => decompress('zstd', zstdBomb(1, 0xa8), LIMIT)).toThrow(TooLarge);
    const claim = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x70, 1, 0, 0]);
    expect(() => decompress('zstd', claim, LIMIT)).toThrow(TooLarge);
  });

  it('refuses a million tiny zstd blocks in bounded time', () => {
    const block = Buffer.alloc(4);
    block.writeUIntLE((1 << 3) | (1 << 1), 0, 3);
    const body = Buffer.concat([zstdBomb(0, 0x68), ...Array.from({ length: 1_000_000 }, () => block)]);
    const { ms } = cost(() => expect(() => decompress('zstd', body, LIMIT)).toThrow(DecodeError));
    expect(ms).toBeLessThan(10_000);
  });

  it.each(['gzip', 'deflate', 'zstd'])(
    'calls data that is not %s, is cut short or empty, broken',
    (encoding) => {
      const whole =
        encoding === 'zstd'
          ? rawFrame(HELLO)
          : (encoding === 'gzip' ? gzipSync : deflateSync)(Buffer.from(HELLO));
      for (const body of [
        Buffer.from('{"resourceSpans":[]}'),
        whole.subarray(0, whole.length - 5),
        Buffer.alloc(0),
      ])
        expect(() => decompress(encoding, body, LIMIT)).toThrow(DecodeError);
    },
  );

  it.each(['compress', 'gzip, gzip', 'aws-chunked', '__proto__'])(
    'does not take the encoding "%s"',
    (encoding) => {
      expect(() => decompress(encoding, Buffer.from('x'), LIMIT)).toThrow(UnsupportedMedia);
    },
  );
});
