import type { Server } from './server.ts';

const POLL_MS = 250;
const QUIET_POLLS = 4;
const LIMIT_MS = 300_000;

/**
 * Resolves with the seconds it took until the engine had merged what was stored, so that figures of stored data are
 * not those of its loading.
 */
export async function settled(server: Server): Promise<number> {
  const began = performance.now();
  for (let quiet = 0; quiet < QUIET_POLLS; ) {
    if (performance.now() - began > LIMIT_MS) throw new Error('the engine did not settle');
    quiet = (await server.metric('pharos_engine_merges')) === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return Math.round((performance.now() - began) / 1000);
}
