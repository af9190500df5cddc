// The server from source, started anew on change, and the pages with hot reload in front of it.
import { run, tool } from './lib/command.mjs';
import { ensureInstalled } from './lib/prepare.mjs';
import { inRoot } from './lib/repository.mjs';

await ensureInstalled();
const env = { UV_THREADPOOL_SIZE: '16', ...process.env };
const server = tool('tsx/dist/cli.mjs', 'watch', '--clear-screen=false', '--conditions', 'pharos-source');
server[1].push('packages/server/src/main.ts');
const vite = [process.execPath, [inRoot('node_modules/vite/bin/vite.js')]];
const web = { PHAROS_DEV_SERVER: `http://127.0.0.1:${env.PHAROS_PORT || 7070}`, ...env };
const codes = await Promise.all([
  run(server, { env }),
  run(vite, { env: web, cwd: inRoot('packages', 'web') }),
]);
process.exit(Math.max(...codes));
