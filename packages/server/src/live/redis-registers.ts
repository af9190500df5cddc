import type { Clock } from '@pharos/core/time';
import { Redis } from 'ioredis';
import {
  FORGOTTEN_MS,
  type LiveRegisters,
  REGISTER_LIMITS,
  type Register,
  type RegisterLimits,
  RegistersUnavailable,
} from './registers.ts';

export interface RedisRegistersOptions {
  url: string;
  clock: Clock;
  /** Told of a connection that is lost or refused. */
  onError(error: Error): void;
  commandTimeoutMs?: number;
  connectTimeoutMs?: number;
  limits?: RegisterLimits;
  /** What all keys begin with. */
  namespace?: string;
}

const COMMAND_TIMEOUT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 2_000;
const MAX_RETRY_MS = 2_000;
/** Registers told in one step: other commands wait meanwhile. */
const CHUNK = 500;

/** ARGV: room, for how long, then names and values. How many found no room. */
const RAISE = `
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
return dropped`;

const FORGET = `
for at = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[at]) == ARGV[at + 1] then redis.call('HDEL', KEYS[1], ARGV[at]) end
end
return 0`;

const LEAD = `
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** ARGV: now, room, owner. Whether it is, or has become, one of the owners. */
const OWN = `
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', tonumber(ARGV[1]) - tonumber(ARGV[2]))
if redis.call('ZSCORE', KEYS[1], ARGV[4]) == false and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[3]) then return 0 end
redis.call('ZADD', KEYS[1], ARGV[1], ARGV[4])
return 1`;

/** Registers in Redis, for any number of processes. It connects by itself, again and again; meanwhile methods reject at once. */
export function openRedisRegisters(options: RedisRegistersOptions): LiveRegisters {
  const { url, clock, limits = REGISTER_LIMITS, namespace = 'pharos' } = options;
  const connectTimeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const redis = new Redis(url, {
    commandTimeout: options.commandTimeoutMs ?? COMMAND_TIMEOUT_MS,
    connectTimeout,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    retryStrategy: (times) => Math.min(100 * times, MAX_RETRY_MS),
  });
  redis.on('error', options.onError);
  let dropped = 0;

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
  const ask = async <Result>(command: () => Promise<Result>): Promise<Result> => {
    await connected;
    return command().catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RegistersUnavailable(`Redis: ${reason}`, { cause: error });
    });
  };
  const script = (text: string, key: string, ...args: (string | number)[]) =>
    ask(() => redis.eval(text, 1, key, ...args)).then(Number);

  const keyOf = (owner: string, kind: string) => `${namespace}:{${owner}}:live:${kind}`;
  const OWNERS = `${namespace}:live:owners`;
  const chunked = async (registers: readonly Register[], work: (chunk: string[]) => Promise<unknown>) => {
    for (let from = 0; from < registers.length; from += CHUNK)
      await work(registers.slice(from, from + CHUNK).flat());
  };

  return {
    async raise(owner, kind, registers) {
      const known = await script(OWN, OWNERS, clock.nowMs(), FORGOTTEN_MS, limits.maxOwners, owner);
      if (known === 0) {
        dropped += registers.length;
        return;
      }
      await chunked(registers, async (chunk) => {
        dropped += await script(RAISE, keyOf(owner, kind), limits.maxOfKind, FORGOTTEN_MS, ...chunk);
      });
    },
    read: async (owner, kind) => new Map(Object.entries(await ask(() => redis.hgetall(keyOf(owner, kind))))),
    forget: (owner, kind, registers) =>
      chunked(registers, (chunk) => script(FORGET, keyOf(owner, kind), ...chunk)),
    owners: () => ask(() => redis.zrangebyscore(OWNERS, clock.nowMs() - FORGOTTEN_MS + 1, '+inf')),
    lead: async (holder, forMs) => (await script(LEAD, `${namespace}:live:leader`, holder, forMs)) === 1,
    get dropped() {
      return dropped;
    },
    async close() {
      await connected;
      redis.disconnect();
    },
  };
}
