import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { redisForms } from '../testing/redis-forms.ts';
import { NO_REDIS, TEST_REDIS_ADDRESS } from '../testing/test-redis.ts';
import { FEED_SIZE, FeedsUnavailable, type LiveFeeds } from './feeds.ts';
import { createMemoryFeeds } from './memory-feeds.ts';
import type { RedisAddress } from './redis-address.ts';
import { openRedisFeeds } from './redis-feeds.ts';

const inRedis = (redis: RedisAddress) => () =>
  openRedisFeeds({
    redis,
    // On a machine that has other things to do.
    commandTimeoutMs: 5_000,
    onError: (error) => {
      throw error;
    },
  });
const FORMS = await redisForms();
const DRIVERS: [name: string, available: boolean, open: () => LiveFeeds][] = [
  ['in memory', true, createMemoryFeeds],
  ...FORMS.map(({ name, available, redis }): (typeof DRIVERS)[number] => [name, available, inRedis(redis)]),
];

describe.each(DRIVERS)('feeds %s', (_, available, open) => {
  const it = test.runIf(available);
  let feeds: LiveFeeds;
  let owner: string;
  beforeAll(() => {
    if (available) feeds = open();
  });
  afterAll(() => feeds?.close());
  beforeEach(() => {
    owner = randomIds.id();
  });

  it('tell what happened last first, each once', async () => {
    await feeds.add(owner, [
      { atMs: 2, text: 'b' },
      { atMs: 1, text: 'a' },
    ]);
    await feeds.add(owner, [
      { atMs: 3, text: 'c' },
      { atMs: 1, text: 'a' },
    ]);
    expect((await feeds.latest(owner)).map(({ text }) => text)).toEqual(['c', 'b', 'a']);
  });

  it('keep owners apart', async () => {
    await feeds.add(owner, [{ atMs: 1, text: 'a' }]);
    expect(await feeds.latest(randomIds.id())).toEqual([]);
  });

  it('keep the latest, whatever the order in which and how often they are told', async () => {
    const happened = fc.record({
      atMs: fc.nat(200),
      text: fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme-ascii' }),
    });
    const told = fc
      .uniqueArray(happened, { selector: ({ text }) => text, maxLength: 3 * FEED_SIZE })
      .chain((all) =>
        fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
      );
    await fc.assert(
      fc.asyncProperty(told, async ([once, again]) => {
        const [one, other] = [randomIds.id(), randomIds.id()];
        await feeds.add(one, once);
        for (let from = 0; from < again.length; from += 7)
          await feeds.add(other, again.slice(from, from + 7));
        const latest = await feeds.latest(one);
        expect(await feeds.latest(other)).toEqual(latest);
        expect(latest.length).toBe(Math.min(FEED_SIZE, once.length));
      }),
      { numRuns: 30 },
    );
  });
});

test.runIf(FORMS[0]?.available)(
  'feeds are the same to all processes, and refused soon without Redis',
  async () => {
    const [one, other] = [inRedis(TEST_REDIS_ADDRESS)(), inRedis(TEST_REDIS_ADDRESS)()];
    const owner = randomIds.id();
    await one.add(owner, [{ atMs: 1, text: 'a' }]);
    expect(await other.latest(owner)).toEqual([{ atMs: 1, text: 'a' }]);
    const absent = openRedisFeeds({ redis: NO_REDIS, onError: () => undefined });
    await expect(absent.latest(owner)).rejects.toThrow(FeedsUnavailable);
    await Promise.all([one, other, absent].map((each) => each.close()));
  },
);
