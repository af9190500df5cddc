import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rollup } from 'vite';
import { expect, test } from 'vitest';

test.each([
  ['import', 'index.ts'],
  ['script tag', 'script.ts'],
])('The browser entry by %s is less than 5 KB, gzipped, and brings nothing of the rest', async (_, entry) => {
  const built = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: {
        entry: fileURLToPath(new URL(entry, import.meta.url)),
        formats: ['es'],
        fileName: () => 'beacon.js',
      },
    },
  })) as Rollup.RollupOutput[];
  const [{ output } = { output: [] }] = built;
  const [chunk, ...others] = output;
  if (chunk?.type !== 'chunk') throw new Error('nothing was built');
  expect([chunk.imports, others]).toEqual([[], []]);
  expect(gzipSync(chunk.code, { level: 9 }).length).toBeLessThan(5_000);
});
