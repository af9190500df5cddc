import { FEED_KEPT_MS, FEED_SIZE, FeedsUnavailable, type LiveFeeds, latestFirst } from './feeds.ts';
import { openRedisLink, type RedisLinkOptions, RedisScript } from './redis-link.ts';

/** ARGV: how many are kept, for how long, then times and texts. */
const ADD = new RedisScript(`
for at = 3, #ARGV, 2 do redis.call('ZADD', KEYS[1], ARGV[at], ARGV[at + 1]) end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[1]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {}`);

const LATEST = new RedisScript(`return redis.call('ZREVRANGE', KEYS[1], 0, -1, 'WITHSCORES')`);

/** Feeds in Redis, for any number of processes. It connects by itself, again and again; meanwhile methods reject at once. */
export function openRedisFeeds(options: RedisLinkOptions): LiveFeeds {
  const link = openRedisLink(options, (reason, cause) => new FeedsUnavailable(reason, { cause }));
  const keyOf = (owner: string) => `pharos:{${owner}}:feed:transitions`;
  return {
    async add(owner, happened) {
      if (happened.length === 0) return;
      // Of more than are kept, all but the latest would be dropped at once.
      const latest = [...happened].sort(latestFirst).slice(0, FEED_SIZE);
      const told = latest.flatMap(({ atMs, text }) => [String(atMs), text]);
      await link.run(ADD, [keyOf(owner)], [String(FEED_SIZE), String(FEED_KEPT_MS), ...told]);
    },
    async latest(owner) {
      const flat = await link.run(LATEST, [keyOf(owner)], []);
      return flat.flatMap((text, at) => (at % 2 === 0 ? [{ text, atMs: Number(flat[at + 1]) }] : []));
    },
    close: () => link.close(),
  };
}
