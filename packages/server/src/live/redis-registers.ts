import type { Clock } from '@pharos/core/time';
import { openRedisLink, type RedisLinkOptions, RedisScript } from './redis-link.ts';
import {
  FORGOTTEN_MS,
  type LiveRegisters,
  REGISTER_LIMITS,
  type Register,
  type RegisterLimits,
  RegistersUnavailable,
} from './registers.ts';

export interface RedisRegistersOptions extends RedisLinkOptions {
  clock: Clock;
  limits?: RegisterLimits;
  /** What all keys begin with. */
  namespace?: string;
}

/** Registers told in one step: other commands wait meanwhile. */
const CHUNK = 500;

/** ARGV: room, for how long, then names and values. How many found no room. */
const RAISE = new RedisScript(`
local room = tonumber(ARGV[1]) - redis.call('HLEN', KEYS[1])
local dropped = 0
for at = 3, #ARGV, 2 do
  local known = redis.call('HGET', KEYS[1], ARGV[at])
  if known then
    if ARGV[at + 1] > known then redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
  elseif room > 0 then
    room = room - 1
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  else
    dropped = dropped + 1
  end
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {dropped}`);

const READ = new RedisScript(`return redis.call('HGETALL', KEYS[1])`);

const FORGET = new RedisScript(`
for at = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[at]) == ARGV[at + 1] then redis.call('HDEL', KEYS[1], ARGV[at]) end
end
return {}`);

const LEAD = new RedisScript(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {0} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1}`);

/** ARGV: now, for how long, room, owner. Whether it is, or has become, one of the owners. */
const OWN = new RedisScript(`
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', tonumber(ARGV[1]) - tonumber(ARGV[2]))
if redis.call('ZSCORE', KEYS[1], ARGV[4]) == false and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return {0} end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
return {1}`);

const OWNERS_SINCE = new RedisScript(`return redis.call('ZRANGEBYSCORE', KEYS[1], ARGV[1], '+inf')`);

/** Registers in Redis, for any number of processes. It connects by itself, again and again; meanwhile methods reject at once. */
export function openRedisRegisters(options: RedisRegistersOptions): LiveRegisters {
  const { clock, limits = REGISTER_LIMITS, namespace = 'pharos' } = options;
  const link = openRedisLink(options, (reason, cause) => new RegistersUnavailable(reason, { cause }));
  const run = (script: RedisScript, key: string, ...args: (string | number)[]) =>
    link.run(script, [key], args.map(String));
  const number = async (...asked: Parameters<typeof run>) => Number((await run(...asked))[0]);
  let dropped = 0;

  const keyOf = (owner: string, kind: string) => `${namespace}:{${owner}}:live:${kind}`;
  const OWNERS = `${namespace}:live:owners`;
  const chunked = async (registers: readonly Register[], work: (chunk: string[]) => Promise<unknown>) => {
    for (let from = 0; from < registers.length; from += CHUNK)
      await work(registers.slice(from, from + CHUNK).flat());
  };

  return {
    async raise(owner, kind, registers) {
      const known = await number(OWN, OWNERS, clock.nowMs(), FORGOTTEN_MS, limits.maxOwners, owner);
      if (known === 0) {
        dropped += registers.length;
        return;
      }
      await chunked(registers, async (chunk) => {
        dropped += await number(RAISE, keyOf(owner, kind), limits.maxOfKind, FORGOTTEN_MS, ...chunk);
      });
    },
    async read(owner, kind) {
      const flat = await run(READ, keyOf(owner, kind));
      const registers = new Map<string, string>();
      for (let at = 0; at < flat.length; at += 2) registers.set(flat[at] ?? '', flat[at + 1] ?? '');
      return registers;
    },
    forget: (owner, kind, registers) =>
      chunked(registers, (chunk) => run(FORGET, keyOf(owner, kind), ...chunk)),
    owners: () => run(OWNERS_SINCE, OWNERS, clock.nowMs() - FORGOTTEN_MS + 1),
    lead: async (holder, forMs) => (await number(LEAD, `${namespace}:live:leader`, holder, forMs)) === 1,
    get dropped() {
      return dropped;
    },
    close: () => link.close(),
  };
}
