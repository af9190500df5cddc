import { afterAll } from 'vitest';
import type { RedisAddress } from '../live/redis-address.ts';
import { canStartRedis, type RedisServers, startRedisCluster, startRedisSentinel } from './redis-servers.ts';
import { NO_REDIS, redisReachable, TEST_REDIS_ADDRESS } from './test-redis.ts';

/** One of the forms in which a Redis may come. */
export interface RedisForm {
  name: string;
  available: boolean;
  redis: RedisAddress;
}

/** Every form a contract is held to: one server, a cluster and, where asked for, sentinels. What is started ends with the tests of the file. */
export async function redisForms(more: { sentinel?: boolean } = {}): Promise<RedisForm[]> {
  const isHere = canStartRedis();
  const form = async (name: string, start: () => Promise<RedisServers>): Promise<RedisForm> => {
    if (!isHere) return { name, available: false, redis: NO_REDIS };
    const servers = await start();
    afterAll(() => servers.stop());
    return { name, available: true, redis: servers.address };
  };
  return Promise.all([
    redisReachable().then((available) => ({ name: 'in Redis', available, redis: TEST_REDIS_ADDRESS })),
    form('in a Redis cluster', startRedisCluster),
    ...(more.sentinel ? [form('in Redis behind a sentinel', startRedisSentinel)] : []),
  ]);
}
