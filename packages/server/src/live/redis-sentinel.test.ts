import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeClock } from '../testing/fake-clock.ts';
import { canStartRedis, type RedisServers, startRedisSentinel } from '../testing/redis-servers.ts';
import { CountersUnavailable } from './counters.ts';
import { connectRedisSubscriber } from './redis-connection.ts';
import { openRedisCounters } from './redis-counters.ts';

const clock = fakeClock();
const counter = { group: 'day', subject: 'ada', expiresAtMs: clock.nowMs() + 3_600_000 };
const OPTIONS = { onError: () => undefined, connectTimeoutMs: 1_000 };

describe.runIf(canStartRedis())('behind a sentinel', () => {
  let servers: RedisServers;
  beforeAll(async () => {
    servers = await startRedisSentinel();
  });
  afterAll(() => servers?.stop());

  test('counters go on when the replica took over from a master that died, which is said, and so do subscriptions', async () => {
    let back = 0;
    const onBack = () => {
      back += 1;
    };
    const counters = openRedisCounters({ ...OPTIONS, redis: servers.address, clock, onBack });
    const subscriber = connectRedisSubscriber({ ...OPTIONS, redis: servers.address });
    const heard: string[] = [];
    subscriber.on('message', (_: string, text: string) => heard.push(text));
    await subscriber.subscribe('news');
    const tell = (told: number) => counters.tell('p', counter, [['ada', told]], { readAtMs: told });
    await tell(5);
    const [master] = servers.servers;
    await master?.kill();
    await expect(counters.read('p', [counter])).rejects.toBeInstanceOf(CountersUnavailable);
    await expect.poll(() => tell(6).catch(() => []), { timeout: 15_000 }).toHaveLength(1);
    expect(back).toBe(1);
    expect(await counters.read('p', [counter])).toEqual([{ told: 6, settled: 0, reserved: 0 }]);

    const publisher = connectRedisSubscriber({ ...OPTIONS, redis: servers.address });
    const publish = async () => {
      await publisher.publish('news', 'after it');
      return heard;
    };
    await expect.poll(publish, { timeout: 10_000 }).toContain('after it');
    for (const each of [subscriber, publisher]) each.disconnect();
    await counters.close();
  });
});
