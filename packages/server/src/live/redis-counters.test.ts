import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { redisProxy } from '../testing/redis-proxy.ts';
import { redisReachable, TEST_REDIS } from '../testing/test-redis.ts';
import { CountersUnavailable, type LiveCounters } from './counters.ts';
import { parseRedisUrl } from './redis-address.ts';
import { openRedisCounters } from './redis-counters.ts';

const available = await redisReachable();
const clock = fakeClock();
const counter = { group: 'day', subject: 'ada', expiresAtMs: clock.nowMs() + 60_000 };
let counters: LiveCounters;
let back = 0;
afterEach(() => counters.close());

const open = (url: string) => {
  const errors: Error[] = [];
  counters = openRedisCounters({
    redis: parseRedisUrl(url),
    clock,
    onError: (error) => errors.push(error),
    onBack: () => {
      back += 1;
    },
    commandTimeoutMs: 100,
    connectTimeoutMs: 300,
  });
  return errors;
};

describe('Redis that is not there', () => {
  test('is said at once, and again', async () => {
    const errors = open('redis://127.0.0.1:1');
    const began = performance.now();
    for (const _ of [1, 2]) {
      await expect(counters.read('p', [counter])).rejects.toBeInstanceOf(CountersUnavailable);
    }
    await expect(counters.settle('p', 'x', {})).rejects.toBeInstanceOf(CountersUnavailable);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('is said of one that takes connections and answers nothing', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    open(`redis://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    const began = performance.now();
    await expect(counters.read('p', [counter])).rejects.toBeInstanceOf(CountersUnavailable);
    expect(performance.now() - began).toBeLessThan(3_000);
    await counters.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
});

describe.runIf(available)('Redis', () => {
  test('may forget the scripts and is told them again', async () => {
    const redis = new Redis(TEST_REDIS);
    open(TEST_REDIS);
    const owner = randomIds.id();
    await counters.tell(owner, counter, [['ada', 5]], { readAtMs: 1 });
    await redis.script('FLUSH');
    expect(await counters.read(owner, [counter])).toEqual([{ told: 5, settled: 0, reserved: 0 }]);
    redis.disconnect();
  });

  test('is used again after a connection was lost', async () => {
    const proxy = await redisProxy();
    open(proxy.url);
    const owner = randomIds.id();
    await counters.tell(owner, counter, [['ada', 5]], { readAtMs: 1 });
    back = 0;
    proxy.cut();
    await expect
      .poll(() => counters.read(owner, [counter]).catch(() => undefined), { timeout: 5_000 })
      .toEqual([{ told: 5, settled: 0, reserved: 0 }]);
    // It may have lost what it held.
    expect(back).toBe(1);
    await counters.close();
    proxy.close();
  });

  test('is reached anew when nothing is heard of a connection that nobody has ended', async () => {
    const proxy = await redisProxy();
    open(proxy.url);
    const owner = randomIds.id();
    await counters.tell(owner, counter, [['ada', 5]], { readAtMs: 1 });
    back = 0;
    proxy.forget();
    await expect(counters.read(owner, [counter])).rejects.toBeInstanceOf(CountersUnavailable);
    await expect
      .poll(() => counters.read(owner, [counter]).catch(() => undefined), { timeout: 5_000 })
      .toEqual([{ told: 5, settled: 0, reserved: 0 }]);
    expect(back).toBe(1);
    await counters.close();
    proxy.close();
  });

  test('keeps nothing for good', async () => {
    open(TEST_REDIS);
    const owner = randomIds.id();
    const claim = { measure: 'tokens' as const, amount: 1, limit: 10, counters: [counter], into: counter };
    await counters.reserve(owner, { id: '1', expiresAtMs: clock.nowMs() + 1_000, claims: [claim] });
    const redis = new Redis(TEST_REDIS);
    const keys = await redis.keys(`pharos:{${owner}}:*`);
    const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
    redis.disconnect();
    expect(lives.length).toBe(3);
    expect(Math.min(...lives)).toBeGreaterThan(0);
  });
});
