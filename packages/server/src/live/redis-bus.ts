import { z } from 'zod';
import type { LiveBus, LiveEvent } from './bus.ts';
import { Listeners } from './listeners.ts';
import {
  connectRedis,
  connectRedisSubscriber,
  firstConnected,
  type RedisConnectionOptions,
} from './redis-connection.ts';

export interface RedisBusOptions extends RedisConnectionOptions {
  /** Names this process among those that share the bus. */
  origin: string;
  /** What all channels begin with. */
  namespace?: string;
}

const MAX_IDS_PER_MESSAGE = 1_000;
/** Messages on their way to Redis; what comes on top is lost to the others. */
const MAX_UNDER_WAY = 1_000;

const messageSchema = z.object({
  origin: z.string(),
  projectId: z.string(),
  traceIds: z.array(z.string()),
  earliestMs: z.number().optional(),
});

/**
 * The bus of many processes: one channel for all projects, so that there is no moment between wanting to hear of a project and hearing.
 * What a process publishes it hears itself at once, with or without Redis. A connection that is lost costs freshness alone: what was
 * published meanwhile is counted as lost, and when it is back, those who listen are told that there was a gap.
 */
export async function openRedisBus(options: RedisBusOptions): Promise<LiveBus> {
  const { origin, namespace = 'pharos' } = options;
  const channel = `${namespace}:live:events`;
  const listeners = new Listeners();
  let underWay = 0;
  let lost = 0;
  let hears = false;
  let closed = false;

  const publisher = connectRedis(options);
  const subscriber = connectRedisSubscriber(options);
  for (const event of ['close', 'end'] as const) {
    subscriber.on(event, () => {
      hears = false;
    });
  }
  const listen = () =>
    subscriber.subscribe(channel).then(
      () => {
        hears = !closed;
        listeners.tellOfGap();
      },
      (error: Error) => {
        if (!closed) options.onError(error);
      },
    );
  subscriber.on('ready', () => void listen());
  subscriber.on('message', (_channel: string, text: string) => {
    const message = read(text);
    if (message === undefined || message.origin === origin || !listeners.has(message.projectId)) return;
    const { projectId, traceIds, earliestMs } = message;
    listeners.tell({ projectId, type: 'traces', traceIds, ...(earliestMs !== undefined && { earliestMs }) });
  });
  await firstConnected(publisher, options);

  const send = ({ projectId, earliestMs }: LiveEvent, traceIds: string[]) => {
    if (underWay >= MAX_UNDER_WAY) {
      lost += 1;
      return;
    }
    underWay += 1;
    publisher
      .publish(channel, JSON.stringify({ origin, projectId, traceIds, earliestMs }))
      .catch(() => {
        lost += 1;
      })
      .finally(() => {
        underWay -= 1;
      });
  };

  return {
    publish(event) {
      listeners.tell(event);
      const { traceIds } = event;
      for (let from = 0; from < Math.max(1, traceIds.length); from += MAX_IDS_PER_MESSAGE)
        send(event, traceIds.slice(from, from + MAX_IDS_PER_MESSAGE));
    },
    subscribe: (projectId, listener) => listeners.add(projectId, listener),
    get hearsOthers() {
      return hears;
    },
    get lost() {
      return lost;
    },
    async close() {
      closed = true;
      hears = false;
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

/** Undefined for what another version, or somebody else, said. */
function read(text: string) {
  try {
    return messageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
