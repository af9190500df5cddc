import { run } from './command.mjs';
import { ensureBuilt, ensureInstalled, SERVER } from './prepare.mjs';

/**
 * The telemetry engine answers each query on a thread of libuv's pool, whose size is fixed when Node starts; and
 * without `__proto__` no attribute name can reach a prototype.
 */
export async function launch() {
  await ensureInstalled();
  await ensureBuilt();
  const env = { UV_THREADPOOL_SIZE: '16', ...process.env };
  const server = ['--enable-source-maps', '--disable-proto=delete', SERVER, ...process.argv.slice(2)];
  process.exit(await run([process.execPath, server], { env }));
}
