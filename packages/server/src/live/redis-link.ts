import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';

export interface RedisLinkOptions {
  url: string;
  /** Told of a connection that is lost or refused. */
  onError(error: Error): void;
  /** Told when there is a connection again: Redis may have lost what it held. */
  onBack?(): void;
  /** Of one command, and of a connection. */
  commandTimeoutMs?: number;
  connectTimeoutMs?: number;
}

const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 2_000;
const MAX_RETRY_MS = 2_000;

/** What Redis runs without anything in between. It is named by its digest once Redis knows it. */
export class RedisScript {
  readonly text: string;
  readonly sha: string;
  constructor(text: string) {
    this.text = text;
    this.sha = createHash('sha1').update(text).digest('hex');
  }
}

/** A connection that scripts are run on. */
export interface RedisLink {
  /** Rejects, soon, with what `unavailable` makes of the reason when it cannot be run. An answer that is no list is empty. */
  run(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<string[]>;
  /** Resolves when there is none any more; one that is being made is waited for. */
  close(): Promise<void>;
}

/**
 * Connects by itself, again and again; while there is no connection scripts are refused at once, they do not wait for one.
 */
export function openRedisLink(
  options: RedisLinkOptions,
  unavailable: (reason: string, cause: unknown) => Error,
): RedisLink {
  const connectTimeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const redis = new Redis(options.url, {
    commandTimeout: options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS,
    connectTimeout,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(100 * times, MAX_RETRY_MS),
  });
  redis.on('error', options.onError);
  let wasThere = false;
  redis.on('ready', () => {
    if (wasThere) options.onBack?.();
    wasThere = true;
  });

  /** The first command may come before the connection stands. Once it did, or did not, nobody waits again. */
  const connected = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, connectTimeout);
    for (const event of ['ready', 'close'] as const) {
      redis.once(event, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });

  return {
    async run(script, keys, args) {
      await connected;
      try {
        return await redis
          .evalsha(script.sha, keys.length, ...keys, ...args)
          .catch((error: unknown) => {
            if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
            return redis.eval(script.text, keys.length, ...keys, ...args);
          })
          .then((answer) => (Array.isArray(answer) ? answer.map(String) : []));
      } catch (error) {
        throw unavailable(`Redis: ${error instanceof Error ? error.message : String(error)}`, error);
      }
    },
    async close() {
      await connected;
      redis.disconnect();
    },
  };
}
