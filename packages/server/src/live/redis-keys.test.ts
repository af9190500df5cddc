import { presenceReportSchema } from '@pharos/core/api/live-reports';
import { sightingOf } from '@pharos/core/presence/sighting';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { fakeClock } from '../testing/fake-clock.ts';
import { TEST_REDIS_ADDRESS as redis, redisReachable, TEST_REDIS } from '../testing/test-redis.ts';
import { openRedisCounters } from './redis-counters.ts';
import { openRedisFeeds } from './redis-feeds.ts';
import { openRedisPresence } from './redis-presence.ts';
import { openRedisRegisters } from './redis-registers.ts';

/** A script that was run: the keys it was told, and those it touched. */
interface Run {
  told: string[];
  touched: string[];
}

/** Runs of scripts on keys that contain a text, from now on. */
async function watchScripts(about: string): Promise<{ runs: Run[]; end(): void }> {
  const monitor = await new Redis(TEST_REDIS).monitor();
  const runs: Run[] = [];
  let current: Run | undefined;
  monitor.on('monitor', (_: string, [command = '', ...args]: string[], source: string) => {
    if (source === 'lua') current?.touched.push(args[0] ?? '');
    else if (!/^eval(sha)?$/i.test(command)) current = undefined;
    else {
      const told = args.slice(2, 2 + Number(args[1]));
      current = { told, touched: [] };
      if (told.some((key) => key.includes(about))) runs.push(current);
    }
  });
  return { runs, end: () => monitor.disconnect() };
}

test.runIf(await redisReachable())(
  'scripts touch the keys they are told, which lie in one slot, and no others',
  async () => {
    const about = randomIds.id();
    const [owner, clock, options] = [`${about}-p`, fakeClock(), { redis, onError: () => undefined }];
    const { runs, end } = await watchScripts(about);

    const counters = openRedisCounters({ ...options, clock });
    const counter = (group: string) => ({ group, subject: 'ada', expiresAtMs: clock.nowMs() + 3_600_000 });
    const hold = (id: string, ...groups: string[]) =>
      counters.reserve(owner, {
        id,
        expiresAtMs: clock.nowMs() + 30_000,
        claims: groups.map((group) => {
          const both = [counter(group), counter('shared')];
          return { measure: 'tokens' as const, amount: 1, limit: 100, counters: both, into: counter(group) };
        }),
      });
    await counters.tell(owner, counter('a'), [['ada', 5]], { readAtMs: 1 });
    for (const id of ['1', '2', '3', '4']) await hold(id, 'a', `group of ${id}`);
    await counters.settle(owner, '1', {});
    await counters.release(owner, '2');
    clock.advance(31_000);
    // Both are given up by somebody who knows nothing of their groups, and one is settled all the same.
    expect(await counters.read(owner, [counter('a')])).toEqual([{ told: 5, settled: 1, reserved: 0 }]);
    expect(await counters.settle(owner, '3', {})).toMatchObject({ late: true });
    await hold('5', 'b');
    clock.advance(31_000);
    await hold('6', 'c');

    const presence = openRedisPresence({ ...options, clock });
    const sighting = sightingOf(
      presenceReportSchema.parse({ userId: 'ada', sessionId: 's1' }),
      clock.nowMs(),
    );
    await presence.restore(owner, [sighting]);
    await presence.tell(owner, [{ ...sighting, userId: 'bob' }]);
    clock.advance(600_000);
    await presence.online(owner, { limit: 1 });
    await presence.counts(owner, 1);
    await presence.changes(owner);

    const registers = openRedisRegisters({ ...options, clock, namespace: about });
    await registers.raise(owner, 'agents', [['a', '1']]);
    await registers.read(owner, 'agents');
    await registers.forget(owner, 'agents', [['a', '1']]);
    await registers.owners();
    await registers.lead('me', 100);
    const feeds = openRedisFeeds(options);
    await feeds.add(owner, [{ atMs: 1, text: 'a' }]);
    await feeds.latest(owner);

    await expect
      .poll(() => runs.some(({ told }) => told.some((key) => key.endsWith(':feed:transitions'))))
      .toBe(true);
    await expect.poll(() => runs.at(-1)?.touched.length).toBeGreaterThan(0);
    end();
    for (const each of [counters, presence, registers, feeds]) await each.close();
    // One of a script that Redis does not know yet touches nothing.
    expect(runs.filter(({ touched }) => touched.length > 0).length).toBeGreaterThan(25);
    for (const { told, touched } of runs) {
      expect(new Set(told.map(tagOf)).size).toBe(1);
      expect(told).toEqual(expect.arrayContaining(touched));
    }
  },
);

/** What of a key chooses its slot. */
const tagOf = (key: string): string => /\{([^}]+)\}/.exec(key)?.[1] ?? key;
