import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { startNode } from '../testing/server-process.ts';
import { redisReachable, TEST_REDIS, TEST_REDIS_ADDRESS } from '../testing/test-redis.ts';
import { openRedisPresence } from './redis-presence.ts';

const TELLER = fileURLToPath(new URL('../testing/presence-teller.ts', import.meta.url));
const RACER = fileURLToPath(new URL('../testing/racer.ts', import.meta.url));
const LIMIT = 300;
const TRIES = 250;
/** For both to have started, also on a busy machine; who comes late only races less. */
const AHEAD_MS = 6_000;

test.runIf(await redisReachable())(
  'processes that reserve of one limit at the same time get all of it together, and no more',
  async () => {
    const owner = randomIds.id();
    const told = [TEST_REDIS, owner, LIMIT, TRIES, Date.now() + AHEAD_MS].map(String);
    const racers = [1, 2, 3].map(() =>
      startNode(['--conditions=pharos-source', '--import', 'tsx', RACER, ...told], {}),
    );
    const held = await Promise.all(
      racers.map(async (racer) => Number(/held (\d+)/.exec(await racer.says(/held \d+/))?.[1])),
    );
    expect(held.reduce((sum, each) => sum + each, 0)).toBe(LIMIT);
    expect(await Promise.all(racers.map(({ ended }) => ended))).toEqual([0, 0, 0]);
  },
  120_000,
);

test.runIf(await redisReachable())(
  'processes that report the same users show the same of them, each change told by one, and what one wrote outlives it',
  async () => {
    const owner = randomIds.id();
    const run = async (...told: string[]) => {
      const args = [
        '--conditions=pharos-source',
        '--import',
        'tsx',
        TELLER,
        TEST_REDIS,
        owner,
        '100',
        ...told,
      ];
      return Number(/changed (\d+)/.exec(await startNode(args, {}).says(/changed \d+/))?.[1]);
    };
    const clock = { nowMs: Date.now };
    const here = openRedisPresence({ redis: TEST_REDIS_ADDRESS, clock, onError: () => undefined });
    const changes = await Promise.all([run('s1', 'active'), run('s1', 'active'), run('s2', 'active')]);
    expect(changes.reduce((sum, each) => sum + each, 0)).toBe(200);
    const { users, next } = await here.online(owner, { limit: 100 });
    expect(next).toBeUndefined();
    expect(new Set(users.map(({ userId, sessions }) => `${userId} ${sessions}`)).size).toBe(100);
    expect(users.every(({ sessions }) => sessions === 2)).toBe(true);
    expect(await run('s2', 'left')).toBe(100);
    expect((await here.counts(owner, 1)).by.state).toEqual([['active', 100]]);
    expect(await run('s1', 'left')).toBe(100);
    expect((await here.counts(owner, 1)).online).toBe(0);
    await here.close();
  },
  120_000,
);
