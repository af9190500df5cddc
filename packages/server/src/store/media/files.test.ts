import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scopeTo } from '../scope.ts';
import { type MediaStore, WrongContent } from './contract.ts';
import { fileMedia } from './files.ts';

const OURS = scopeTo('../../ours');
const THEIRS = scopeTo('theirs');
const BYTES = Buffer.from('bytes of a picture');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const expected = { sha256: SHA256, bytes: BYTES.length };
const inParts = () => Readable.from([BYTES.subarray(0, 5), BYTES.subarray(5)]);

let directory: string;
let media: MediaStore;
beforeAll(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'pharos-media-')), 'media');
  media = fileMedia(directory);
});
afterAll(() => rm(join(directory, '..'), { recursive: true }));

const arriving = () => readdir(join(directory, 'arriving'));

test('keeps bytes for their project alone, under no name of theirs', async () => {
  await media.put(OURS, expected, inParts());
  await media.put(OURS, expected, inParts());
  const found = await media.open(OURS, SHA256);
  expect(found?.bytes).toBe(BYTES.length);
  expect(found && (await buffer(found.content))).toEqual(BYTES);
  expect(await media.open(THEIRS, SHA256)).toBeUndefined();
  expect(await readdir(join(directory, '..'))).toEqual(['media']);
  expect(await arriving()).toEqual([]);
});

test('removes bytes of one project, once', async () => {
  for (const project of [OURS, THEIRS]) await media.put(project, expected, inParts());
  expect([await media.remove(THEIRS, SHA256), await media.remove(THEIRS, SHA256)]).toEqual([true, false]);
  expect(await media.open(THEIRS, SHA256)).toBeUndefined();
  const left = await media.open(OURS, SHA256);
  expect(left && (await buffer(left.content))).toEqual(BYTES);
});

test.each([
  ['too many', { ...expected, bytes: 5 }, inParts],
  ['too few', { ...expected, bytes: 50 }, inParts],
  ['others', { ...expected, sha256: 'f'.repeat(64) }, inParts],
])('refuses bytes that are %s', async (_, wrong, content) => {
  await expect(media.put(THEIRS, wrong, content())).rejects.toThrow(WrongContent);
  expect(await media.open(THEIRS, wrong.sha256)).toBeUndefined();
  expect(await arriving()).toEqual([]);
});

test('clears away what a process that died was writing', async () => {
  const [old, fresh] = ['old', 'fresh'].map((name) => join(directory, 'arriving', name)) as [string, string];
  await Promise.all([old, fresh].map((path) => writeFile(path, 'half')));
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
  await utimes(old, twoDaysAgo, twoDaysAgo);
  await fileMedia(directory).put(OURS, expected, inParts());
  expect(await arriving()).toEqual(['fresh']);
  await rm(fresh);
});

test('leaves nothing of what broke off', async () => {
  const broken = new Readable({
    read() {
      this.push(BYTES.subarray(0, 3));
      this.destroy(new Error('gone'));
    },
  });
  await expect(media.put(THEIRS, expected, broken)).rejects.toThrow('gone');
  expect(await arriving()).toEqual([]);
});
