// @vitest-environment node
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isZip, unzip } from './unzip.ts';

/** An archive of these files, packed or as they are. */
function archive(files: Record<string, string>, isPacked: boolean): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = isPacked ? deflateRawSync(text) : Buffer.from(text);
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(isPacked ? 8 : 0, 10);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, title, data);
    directory.push(entry, title);
    offset += 30 + title.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

const FILES = { 'usage/amount-2026-5.csv': 'a,b\n1,模型\n', 'cost-2026-5.csv': 'c', 'readme.md': 'no' };

describe('an archive of exports', () => {
  it.each([true, false])('gives its CSV files, packed: %s', async (isPacked) => {
    const bytes = archive(FILES, isPacked);
    expect(isZip(bytes)).toBe(true);
    expect(await unzip(bytes, 1000)).toEqual([
      { name: 'amount-2026-5.csv', content: 'a,b\n1,模型\n' },
      { name: 'cost-2026-5.csv', content: 'c' },
    ]);
  });

  it('is not unpacked beyond what is allowed, however small it is packed', async () => {
    const bomb = archive({ 'a.csv': '0'.repeat(5_000_000) }, true);
    expect(bomb.length).toBeLessThan(10_000);
    await expect(unzip(bomb, 100_000)).rejects.toThrow(RangeError);
    await expect(unzip(new Uint8Array([0x50, 0x4b, 3, 4]), 100)).rejects.toThrow(TypeError);
  });
});
