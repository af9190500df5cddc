import { setTimeout as after } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';
import { openWaitingRoom } from './http/waiting-room.ts';
import { areRecordsOlder } from './store/records/open.ts';
import { EngineDown } from './store/telemetry/engine-errors.ts';
import { isTelemetryOlder } from './store/telemetry/open.ts';

const LOOK_AGAIN_MS = 2_000;

/** Stores whose schema is older than this version. */
async function olderStores(config: Config): Promise<string[]> {
  const [records, telemetry] = [await areRecordsOlder(config), await isTelemetryOlder(config)];
  return [...(records ? ['records'] : []), ...(telemetry ? ['telemetry'] : [])];
}

/**
 * With PHAROS_MIGRATE=off: resolves when another process has brought both stores to the schema of this version. Until then what comes
 * to the port is told so. @throws StartError when a store cannot be opened, or is newer than this version may use.
 */
export async function awaitSchema(config: Config, logger: FastifyBaseLogger): Promise<void> {
  if (config.migrate === 'auto') return;
  // Who waits for a store that is down, and what is done meanwhile, is decided where it is opened.
  let older = await olderStores(config).catch((error: unknown) => {
    if (error instanceof EngineDown) return [];
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`Cannot open the telemetry store: ${reason}.`, { cause: error });
  });
  if (older.length === 0) return;
  const message = `The schema of the stores (${older.join(', ')}) is older than this version: run \`npm run migrate\`.`;
  logger.warn(message);
  const room = await openWaitingRoom(config, message);
  while (older.length > 0) {
    await after(LOOK_AGAIN_MS);
    older = await olderStores(config).catch((error: unknown) => {
      logger.warn({ err: error }, 'whether the stores were migrated is looked up again in a moment');
      return older;
    });
  }
  await room.close();
}
