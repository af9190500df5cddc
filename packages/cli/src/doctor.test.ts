import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('main.ts', import.meta.url));
const pharos = (...args: string[]) =>
  spawnSync(process.execPath, ['--conditions', 'pharos-source', '--import', 'tsx', program, ...args], {
    encoding: 'utf8',
  });

test('pharos doctor is the program of the server: its words, its exit code', () => {
  expect(pharos('doctor', '--port')).toMatchObject({ status: 2, stderr: expect.stringContaining('--port') });
});
