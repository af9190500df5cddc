import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { startNode } from '../testing/server-process.ts';
import { redisReachable, TEST_REDIS } from '../testing/test-redis.ts';

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
