import { hostsOf } from '../../live/redis-address.ts';
import { type RedisConnection, reachRedis } from '../../live/redis-connection.ts';
import { type Check, fine, type Group, wrong } from '../check.ts';
import { clockCheck } from '../clock-skew.ts';
import { bytes } from '../words.ts';

interface RedisSubject {
  redis: RedisConnection;
  /** What INFO tells, such as `maxmemory_policy`. */
  info: ReadonlyMap<string, string>;
  nowMs(): number;
  randomHex(count: number): string;
}

const OLDEST_MAJOR = 6;
const COMMAND_MS = 5_000;
const FULL_SHARE = 0.9;

const CHECKS: readonly Check<RedisSubject>[] = [
  {
    name: 'redis.version',
    about: 'version',
    severity: 'warning',
    advice: `Use Redis ${OLDEST_MAJOR} or newer, or Valkey.`,
    look({ info }) {
      const version = info.get('redis_version') ?? '';
      return Number.parseInt(version, 10) < OLDEST_MAJOR ? wrong(version) : fine(version);
    },
  },
  {
    name: 'redis.role',
    about: 'it can be written',
    severity: 'failure',
    advice: 'Name the primary in PHAROS_REDIS_URL; a replica takes no writes.',
    look: ({ info }) => (info.get('role') === 'slave' ? wrong('it is a replica') : fine('a primary')),
  },
  {
    name: 'redis.rights',
    about: 'its user may run what Pharos runs',
    severity: 'failure',
    advice:
      'Give the user all keys, all channels and the categories @read @write @scripting @pubsub @connection (ACL SETUSER).',
    async look({ redis, randomHex }) {
      const key = `pharos:doctor:${randomHex(8)}`;
      const script = `redis.call('SET', KEYS[1], ARGV[1], 'PX', 5000) return redis.call('GET', KEYS[1])`;
      if ((await redis.eval(script, 1, key, 'here')) !== 'here')
        return wrong('what was written is not there');
      await redis.publish(key, '');
      await redis.del(key);
      return fine('scripts, keys, channels');
    },
  },
  {
    name: 'redis.policy',
    about: 'nothing is thrown out when memory is short',
    severity: 'warning',
    advice:
      'CONFIG SET maxmemory-policy noeviction: counters of quotas that vanish are counted anew from what is stored, late and at a cost.',
    look({ info }) {
      const policy = info.get('maxmemory_policy') ?? 'unknown';
      const most = Number(info.get('maxmemory') ?? 0);
      const isFine = policy === 'noeviction' || most === 0;
      return isFine ? fine(policy) : wrong(`maxmemory-policy is ${policy}`);
    },
  },
  {
    name: 'redis.memory',
    about: 'memory that is left',
    severity: 'warning',
    advice: 'Raise maxmemory: when it is full, counters and presence can no longer be kept.',
    look({ info }) {
      const [used, most] = [Number(info.get('used_memory') ?? 0), Number(info.get('maxmemory') ?? 0)];
      if (most === 0) return fine(`${bytes(used)} used, no limit`);
      const found = `${bytes(used)} of ${bytes(most)} used`;
      return used > FULL_SHARE * most ? wrong(found) : fine(found);
    },
  },
  {
    name: 'redis.persistence',
    about: 'what it keeps over a restart',
    severity: 'warning',
    advice:
      'Repair the disk that Redis saves to: it refuses writes after a save that failed (stop-writes-on-bgsave-error).',
    look({ info }) {
      const failed =
        info.get('rdb_last_bgsave_status') === 'err' || info.get('aof_last_write_status') === 'err';
      if (failed) return wrong('its last save failed');
      return fine(
        info.get('aof_enabled') === '1'
          ? 'appended to a file'
          : 'snapshots at most; what is lost is rebuilt from the stores',
      );
    },
  },
  {
    name: 'redis.cluster',
    about: 'the cluster is whole',
    severity: 'failure',
    advice: 'CLUSTER INFO and CLUSTER NODES tell which slots nobody has; redis-cli --cluster fix.',
    async look({ redis, info }) {
      if (info.get('cluster_enabled') !== '1') return undefined;
      const told = fieldsOf(String(await redis.cluster('INFO')));
      const state = told.get('cluster_state') ?? 'unknown';
      const found = `${state}, ${told.get('cluster_slots_ok')} of 16384 slots, ${told.get('cluster_size')} primaries`;
      return state === 'ok' ? fine(found) : wrong(found);
    },
  },
  clockCheck('redis.clock', async ({ redis }) => {
    const [seconds = 0, micros = 0] = (await redis.time()).map(Number);
    return seconds * 1_000 + micros / 1_000;
  }),
];

/** The Redis that servers share what lives in. */
export const REDIS: Group<RedisSubject> = {
  title: 'Redis',
  async open({ config, nowMs, randomHex }) {
    if (config.redis === undefined) return undefined;
    const redis = await reachRedis(config.redis, COMMAND_MS);
    try {
      const info = fieldsOf(await redis.info());
      const close = async () => redis.disconnect();
      return { subject: { redis, info, nowMs, randomHex }, found: hostsOf(config.redis), close };
    } catch (error) {
      redis.disconnect();
      throw error;
    }
  },
  reach: {
    name: 'redis.reached',
    about: 'it answers to this user',
    advice:
      'PHAROS_REDIS_URL is redis(s)://user:password@host:6379/0, or names a cluster or sentinels (docs/live.md); see that the server runs, and user and password.',
  },
  checks: CHECKS,
};

/** Lines of `name:value`, as INFO has them. */
const fieldsOf = (text: string): Map<string, string> =>
  new Map(
    text.split('\r\n').flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : [];
    }),
  );
