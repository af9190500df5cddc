import { createHash } from 'node:crypto';
import { connectRedis, firstConnected, type RedisConnectionOptions } from './redis-connection.ts';

export type RedisLinkOptions = RedisConnectionOptions;

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
 * Connects by itself, again and again; while there is no connection scripts are refused at once, they do not wait for one. A script is
 * told to a server that does not know it, to each node of a cluster for itself.
 */
export function openRedisLink(
  options: RedisLinkOptions,
  unavailable: (reason: string, cause: unknown) => Error,
): RedisLink {
  const redis = connectRedis(options);

  /** The first command may come before the connection stands. Once it did, or did not, nobody waits again. */
  const connected = firstConnected(redis, options);

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
