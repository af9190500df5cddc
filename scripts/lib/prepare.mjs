import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { mustRun, npm, tool } from './command.mjs';
import { inRoot } from './repository.mjs';

const SERVER = 'packages/server/dist/main.js';
const WEB = 'packages/web/dist/index.html';
const STAMP = 'packages/server/dist/.stamp';
const BUILT_FROM = [
  'package-lock.json',
  'tsconfig.base.json',
  // Of the SDK the part for pages is served beside them.
  ...['core', 'server', 'web', 'sdk'].map((name) => `packages/${name}`),
];
const NOT_SOURCE = new Set(['dist', 'node_modules', 'recordings', '.vite']);

const packagesIn = (lockfile) => JSON.parse(readFileSync(lockfile, 'utf8')).packages;

/** Does node_modules hold what the lockfile asks for? npm keeps a lockfile of its own there, of what it installed. */
function isInstalled() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = packagesIn(record);
  return Object.entries(packagesIn(inRoot('package-lock.json'))).every(([path, wanted]) => {
    if (!path.includes('node_modules/') || wanted.link) return true;
    const found = installed[path];
    return found
      ? found.version === wanted.version
      : Boolean(wanted.optional || wanted.devOptional || wanted.peer);
  });
}

function* files(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) {
    if (!/\.(test\.tsx?|tsbuildinfo)$/.test(path)) yield [path, stat];
    return;
  }
  for (const name of readdirSync(path).sort()) if (!NOT_SOURCE.has(name)) yield* files(join(path, name));
}

/** Changes whenever a source file comes, goes or is written. */
function sourceStamp() {
  const hash = createHash('sha256');
  for (const source of BUILT_FROM) {
    for (const [path, { size, mtimeMs }] of files(inRoot(source)))
      hash.update(`${path}\n${size}\n${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

const readStamp = () => (existsSync(inRoot(STAMP)) ? readFileSync(inRoot(STAMP), 'utf8') : '');

/**
 * Installs dependencies unless they are as the lockfile wants them. `install --no-save` keeps to the lockfile as `ci`
 * does, but does not refuse one that was written on another platform and lists only that platform's binaries.
 */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing dependencies (about a minute) …');
  await mustRun(npm('install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'));
}

/** Builds server and web unless they were built from the sources as they are now. */
export async function ensureBuilt() {
  const stamp = sourceStamp();
  if (existsSync(inRoot(SERVER)) && existsSync(inRoot(WEB)) && readStamp() === stamp) return;
  console.log('Building the server …');
  await mustRun(tool('typescript/bin/tsc', '-b', 'packages/server'));
  console.log('Building the pages …');
  await mustRun(npm('run', '--silent', 'build', '-w', '@pharos/web', '--', '--logLevel', 'warn'));
  mkdirSync(dirname(inRoot(STAMP)), { recursive: true });
  writeFileSync(inRoot(STAMP), stamp);
}

export { SERVER };
