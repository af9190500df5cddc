import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { freeBytesAt, NoRoom, requireRoom } from './room.ts';

test('what does not fit on the disk is not begun', async () => {
  const free = await freeBytesAt(tmpdir());
  expect(() => requireRoom('/backups', free, free)).toThrow(NoRoom);
  expect(() => requireRoom('/backups', free, free)).toThrow(
    /no room in \/backups: \d+ MB are needed and \d+ MB are free/,
  );
  expect(() => requireRoom('/backups', 0, 100 * 2 ** 20)).not.toThrow();
});
