// Runs a TypeScript program of this repository from source: node scripts/run.mjs demo/src/main.ts --days 7
import { run } from './lib/command.mjs';
import { ensureInstalled } from './lib/prepare.mjs';

const [entry, ...args] = process.argv.slice(2);
if (!entry) {
  console.error('Name the program to run, such as demo/src/main.ts.');
  process.exit(2);
}
await ensureInstalled();
const flags = ['--enable-source-maps', '--conditions', 'pharos-source', '--import', 'tsx'];
const env = { UV_THREADPOOL_SIZE: '16', ...process.env };
process.exit(await run([process.execPath, [...flags, entry, ...args]], { env }));
