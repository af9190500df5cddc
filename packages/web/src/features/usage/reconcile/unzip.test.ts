// @vitest-environment node
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { TooLarge, textsOf } from './import-files.ts';
import { isZip, unzip } from './unzip.ts';

/** An archive of these files, packed or as they are. */
function archive(files: Record<string, string>, isPacked = true): Uint8Array<ArrayBuffer> {
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

const most = (bytes: number, files = 24) => ({ bytes, files });

describe('an archive of exports', () => {
  it.each([true, false])('gives its CSV files and tells of the others, packed: %s', async (isPacked) => {
    const bytes = archive(FILES, isPacked);
    expect(isZip(bytes)).toBe(true);
    expect(await unzip(bytes, most(1000))).toEqual({
      files: [
        { name: 'amount-2026-5.csv', content: 'a,b\n1,模型\n' },
        { name: 'cost-2026-5.csv', content: 'c' },
      ],
      left: [{ name: 'readme.md', why: 'wrongKind' }],
    });
  });

  it('is not unpacked beyond what is allowed, however small it is packed', async () => {
    const bomb = archive({ 'a.csv': '0'.repeat(5_000_000) }, true);
    expect(bomb.length).toBeLessThan(10_000);
    await expect(unzip(bomb, most(100_000))).rejects.toThrow(RangeError);
    await expect(unzip(new Uint8Array([0x50, 0x4b, 3, 4]), most(100))).rejects.toThrow(TypeError);
  });

  it('names every file for which there is no room, however many there are', async () => {
    const names = Array.from({ length: 300 }, (_, nth) => `${nth}.csv`);
    const { files, left } = await unzip(
      archive(Object.fromEntries(names.map((name) => [name, 'a']))),
      most(1000),
    );
    expect([...files, ...left].map(({ name }) => name)).toEqual(names);
    expect(left).toHaveLength(276);
    expect(left.every(({ why }) => why === 'tooMany')).toBe(true);
  });

  it('gives what can be read beside what cannot', async () => {
    const bytes = archive({ 'good.csv': 'a', 'broken.csv': 'b'.repeat(50) }, true);
    const at = Buffer.from(bytes).indexOf('broken.csv') + 'broken.csv'.length;
    bytes.fill(0xff, at, at + 3);
    expect(await unzip(bytes, most(1000))).toEqual({
      files: [{ name: 'good.csv', content: 'a' }],
      left: [{ name: 'broken.csv', why: 'unreadable' }],
    });
  });
});

describe('files that are dropped', () => {
  it('are taken as far as they can be read, and of the others it is said why they are not', async () => {
    const folder = Object.assign(new File([], 'exports'), {
      arrayBuffer: () => Promise.reject(new Error('a folder')),
    });
    const taken = await textsOf([
      new File(['a,b'], 'usage.csv'),
      new File([new Uint8Array([0x25, 0, 1])], 'invoice.pdf'),
      new File([new Uint8Array([0x50, 0x4b, 3, 4])], 'broken.zip'),
      new File([archive({ 'xl/sheet1.xml': 'x' })], 'book.xlsx'),
      folder,
      ...Array.from({ length: 24 }, (_, nth) => new File(['a'], `${nth}.csv`)),
    ]);
    expect(taken.files).toHaveLength(24);
    expect(taken.left).toEqual([
      { name: 'invoice.pdf', why: 'wrongKind' },
      { name: 'broken.zip', why: 'badArchive' },
      { name: 'book.xlsx', why: 'wrongKind' },
      { name: 'exports', why: 'unreadable' },
      { name: '23.csv', why: 'tooMany' },
    ]);
  });

  it('are refused as a whole when they are too large', async () => {
    const half = () => new File(['a'.repeat(7 << 20)], 'half.csv');
    await expect(textsOf([half(), half()])).rejects.toThrow(TooLarge);
  });
});
