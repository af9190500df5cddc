import { inflateSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { LIGHT } from './palette.ts';
import { createPngs } from './png.ts';
import { picture, textAt } from './svg.ts';

const { pngOf, close } = createPngs();
afterAll(close);

const sheet = { width: 60, height: 30, surface: LIGHT.surface };
const withText = (text: string) => picture(sheet, textAt(10, 15, text, { fill: LIGHT.ink }));

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
/** Width, height and the filtered pixels of a PNG (RFC 2083). */
function read(png: Buffer) {
  expect(png.subarray(0, 8)).toEqual(SIGNATURE);
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const size = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return { size, pixels: inflateSync(Buffer.concat(data)) };
}

test('a picture is as large as is asked for, and something is on it', async () => {
  const drawn = read(await pngOf(withText('p95')));
  expect(drawn.size).toEqual([120, 60]);
  expect(read(await pngOf(withText('p95'), { scale: 1 })).size).toEqual([60, 30]);
  expect(drawn.pixels.equals(read(await pngOf(picture(sheet))).pixels)).toBe(false);
});

test('letters of both languages are drawn as themselves, without a font of the machine', async () => {
  const letters = ['中', '文', 'a', 'b', '限', '¥', '−'];
  const drawn = await Promise.all(letters.map(async (letter) => read(await pngOf(withText(letter))).pixels));
  // What a font does not have is drawn as the same box, or as nothing.
  const missing = read(await pngOf(withText('\u{10fffd}'))).pixels;
  const all = [...drawn, missing].map((pixels) => pixels.toString('latin1'));
  expect(new Set(all).size).toBe(letters.length + 1);
});

test('what is no picture or too large is refused, and the next one is drawn', async () => {
  await expect(pngOf('<svg')).rejects.toThrow();
  await expect(pngOf(picture({ ...sheet, width: 20_000, height: 20_000 }))).rejects.toThrow('too large');
  await expect(pngOf(picture(sheet), { scale: 100 })).rejects.toThrow('scale');
  expect(read(await pngOf(picture(sheet))).size).toEqual([120, 60]);
});

test('nobody waits longer than they want, and beyond so many that wait another one is refused at once', async () => {
  const impatient = pngOf(withText('late'), { signal: AbortSignal.abort() });
  await expect(impatient).rejects.toThrow();
  const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => pngOf(picture(sheet))));
  const drawn = outcomes.filter(({ status }) => status === 'fulfilled').length;
  expect(drawn).toBe(32);
});

test('a picture that takes too long is given up, and its thread with it', async () => {
  const hasty = createPngs({ timeoutMs: 1 });
  await expect(hasty.pngOf(withText('a'))).rejects.toThrow();
  await hasty.close();
});
