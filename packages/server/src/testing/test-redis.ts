import { Redis } from 'ioredis';
import { parseRedisUrl } from '../live/redis-address.ts';

export const TEST_REDIS = 'redis://127.0.0.1:6379';
export const TEST_REDIS_ADDRESS = parseRedisUrl(TEST_REDIS);
export const NO_REDIS = parseRedisUrl('redis://127.0.0.1:1');

/** Whether the Redis that tests use answers. With PHAROS_REQUIRE_SERVICES=1 it has to. */
export async function redisReachable(): Promise<boolean> {
  const redis = new Redis(TEST_REDIS, { lazyConnect: true, connectTimeout: 2000, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch (error) {
    if (process.env.PHAROS_REQUIRE_SERVICES === '1') throw error;
    return false;
  } finally {
    redis.disconnect();
  }
}
