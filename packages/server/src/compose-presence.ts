import { createPresenceBook } from './features/presence/book.ts';
import { createPresenceMeter } from './features/presence/meter.ts';
import { restorePresence } from './features/presence/restore.ts';
import type { Presence } from './features/presence/routes.ts';
import { createTracedUsers } from './features/presence/traced.ts';
import { OnlineWindows } from './features/presence/windows.ts';
import type { Foundation } from './foundation.ts';
import { createMemoryPresence } from './live/memory-presence.ts';
import type { LivePresence } from './live/presence.ts';
import { openRedisPresence } from './live/redis-presence.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** Who is online, in memory or in Redis, filled again with what is stored. */
export async function composePresence(
  given: Foundation & {
    telemetry: Pick<Telemetry, 'presence' | 'reader'>;
  },
): Promise<Presence> {
  const { config, telemetry, parts, metrics, closing, logger } = given;
  const { records, clock } = parts;
  const windows = new OnlineWindows(records, clock, (error) =>
    logger.warn({ err: error }, 'windows of presence stay as they were'),
  );
  await windows.read();
  const windowMs = (project: string) => windows.of(project);
  const restore = () =>
    restorePresence({ store: telemetry.presence, live, clock, windows }).catch((error: unknown) =>
      logger.warn({ err: error }, 'who was online is not known until they are heard of again'),
    );
  let live: LivePresence;
  if (config.redis === undefined) {
    live = createMemoryPresence({ clock, windowMs });
  } else {
    const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis');
    live = openRedisPresence({
      redis: config.redis,
      clock,
      windowMs,
      onError,
      onBack: () => void restore(),
    });
  }
  closing.push(() => live.close());
  const book = createPresenceBook(telemetry.presence, live);
  closing.push(() => book.drain());
  const onError = (error: unknown) =>
    logger.warn({ err: error }, 'users are not inferred from traces at the moment');
  const traced = createTracedUsers({ reader: telemetry.reader, live, clock, windows, onError });
  const meter = createPresenceMeter(metrics);
  meter.mirror({ dropped: () => live.dropped, cut: () => traced.cut });
  await restore();
  return { live, book, traced, meter, windows };
}
