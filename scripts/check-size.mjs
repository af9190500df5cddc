// Holds how much JavaScript a browser loads before the overview can be read, and what pages of others load of ours.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { ensureBuilt } from './lib/prepare.mjs';
import { inRoot } from './lib/repository.mjs';

const DIST = 'packages/web/dist';
const LIMIT_KB = 250;
const BEACON_LIMIT_KB = 5;
/** What the first page is made of, beside the start of the application. */
const firstPage = JSON.parse(readFileSync(inRoot('packages/web/first-page.json'), 'utf8'));

await ensureBuilt();
const manifest = JSON.parse(readFileSync(inRoot(DIST, '.vite/manifest.json'), 'utf8'));
const needed = new Set();
function need(name) {
  // What has no chunk of its own has gone into that of the first page, see vite.config.ts.
  const chunk = manifest[name] ?? Object.values(manifest).find((each) => each.name === 'first');
  if (!chunk) throw new Error(`The build has no ${name}.`);
  if (needed.has(chunk.file)) return;
  needed.add(chunk.file);
  for (const each of chunk.imports ?? []) need(each);
}
for (const name of ['index.html', ...firstPage]) need(name);

const gzippedKb = (file) => gzipSync(readFileSync(inRoot(DIST, file)), { level: 9 }).length / 1000;
const sizes = [...needed].map((file) => ({ file, kb: gzippedKb(file) })).sort((a, b) => b.kb - a.kb);
for (const { file, kb } of sizes) console.log(`${kb.toFixed(1).padStart(7)} KB  ${file}`);
const sum = sizes.reduce((total, { kb }) => total + kb, 0);
console.log(
  `${sum.toFixed(1).padStart(7)} KB  of JavaScript until the overview, gzipped; at most ${LIMIT_KB}`,
);
const beacon = gzippedKb('beacon.js');
console.log(`${beacon.toFixed(1).padStart(7)} KB  beacon.js, gzipped; at most ${BEACON_LIMIT_KB}`);
process.exit(sum > LIMIT_KB || beacon > BEACON_LIMIT_KB ? 1 : 0);
