import { agentSources } from './features/agents/live-sources.ts';
import type { Agents } from './features/agents/look.ts';
import { LiveHub } from './features/live/hub.ts';
import { createLiveMeter } from './features/live/meter.ts';
import { spanSources } from './features/live/span-sources.ts';
import { presenceSources } from './features/presence/live-sources.ts';
import type { Presence } from './features/presence/routes.ts';
import type { Foundation } from './foundation.ts';
import type { LiveBus } from './live/bus.ts';
import type { LiveFeeds } from './live/feeds.ts';
import { createMemoryBus } from './live/memory-bus.ts';
import { createMemoryFeeds } from './live/memory-feeds.ts';
import { openRedisBus } from './live/redis-bus.ts';
import { openRedisFeeds } from './live/redis-feeds.ts';
import { mirror } from './mirror.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** Tells open pages and kept answers what was written: by this process, or by any that share a Redis. */
export async function composeBus(given: Foundation): Promise<LiveBus> {
  const { config, parts, metrics, closing, logger } = given;
  const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis');
  const bus =
    config.redis === undefined
      ? createMemoryBus()
      : await openRedisBus({ redis: config.redis, origin: parts.ids.id(), onError });
  closing.push(() => bus.close());
  mirror(
    metrics,
    'pharos_live_events_lost_total',
    'What was written here and other processes were not told of: their pages and answers are some time behind.',
    () => bus.lost,
  );
  return bus;
}

/** What happened last, in memory or in Redis. */
export function composeFeeds(given: Foundation): LiveFeeds {
  const { config, closing, logger } = given;
  const onError = (error: Error) => logger.warn({ err: error }, 'the connection to Redis');
  const feeds =
    config.redis === undefined ? createMemoryFeeds() : openRedisFeeds({ redis: config.redis, onError });
  closing.push(() => feeds.close());
  return feeds;
}

/** What each slice has to show of now, for all who watch. */
export function composeLive(
  given: Foundation & {
    agents: Agents;
    presence: Presence;
    feeds: LiveFeeds;
    telemetry: Pick<Telemetry, 'reader'>;
  },
): LiveHub {
  const { agents, presence, feeds, telemetry, metrics, logger } = given;
  const { clock } = given.parts;
  const meter = createLiveMeter(metrics);
  const sources = {
    ...agentSources({ ...agents, feeds }, clock),
    ...presenceSources(presence),
    ...spanSources(telemetry.reader, clock),
  };
  return new LiveHub({
    ...{ sources, clock, meter },
    onError(topic, error) {
      meter.failed(topic);
      logger.debug({ err: error, topic }, 'what is live is shown as it was before');
    },
  });
}
