import { ONLINE_WINDOW_MS } from '@pharos/core/presence/life-cycle';
import type { Clock } from '@pharos/core/time';
import type { FastifyBaseLogger } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from './config.ts';
import { createPresenceBook } from './features/presence/book.ts';
import { createPresenceMeter } from './features/presence/meter.ts';
import { restorePresence } from './features/presence/restore.ts';
import type { Presence } from './features/presence/routes.ts';
import { createTracedUsers } from './features/presence/traced.ts';
import { createMemoryPresence } from './live/memory-presence.ts';
import type { LivePresence } from './live/presence.ts';
import { openRedisPresence } from './live/redis-presence.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** Who is online, in memory or in Redis, filled again with what is stored. */
export async function composePresence(given: {
  config: Pick<Config, 'redisUrl'>;
  telemetry: Pick<Telemetry, 'presence' | 'reader'>;
  clock: Clock;
  metrics: Registry;
  /** How what is made here is closed, the last first. */
  closing: (() => Promise<unknown>)[];
  logger: FastifyBaseLogger;
}): Promise<Presence> {
  const { config, telemetry, clock, metrics, closing, logger } = given;
  const windowMs = ONLINE_WINDOW_MS;
  const restore = () =>
    restorePresence({ store: telemetry.presence, live, clock, windowMs }).catch((error: unknown) =>
      logger.warn({ err: error }, 'who was online is not known until they are heard of again'),
    );
  let live: LivePresence;
  if (config.redisUrl === undefined) {
    live = createMemoryPresence({ clock });
  } else {
    const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis');
    live = openRedisPresence({ url: config.redisUrl, clock, onError, onBack: () => void restore() });
  }
  closing.push(() => live.close());
  const book = createPresenceBook(telemetry.presence, live);
  closing.push(() => book.drain());
  const onError = (error: unknown) =>
    logger.warn({ err: error }, 'users are not inferred from traces at the moment');
  const traced = createTracedUsers({ reader: telemetry.reader, live, clock, windowMs, onError });
  const meter = createPresenceMeter(metrics);
  meter.mirror({ dropped: () => live.dropped, cut: () => traced.cut });
  await restore();
  return { live, book, traced, meter, windowMs };
}
