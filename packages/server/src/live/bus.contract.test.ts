import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { redisForms } from '../testing/redis-forms.ts';
import { redisProxy } from '../testing/redis-proxy.ts';
import { NO_REDIS, redisReachable } from '../testing/test-redis.ts';
import type { LiveBus, LiveEvent } from './bus.ts';
import { createMemoryBus } from './memory-bus.ts';
import { parseRedisUrl, type RedisAddress } from './redis-address.ts';
import { openRedisBus } from './redis-bus.ts';

/** A bus of a process of its own. */
const inRedis = (redis: RedisAddress) =>
  openRedisBus({ redis, origin: randomIds.id(), onError: () => undefined });
const FORMS = await redisForms();
const DRIVERS: [name: string, available: boolean, open: () => Promise<LiveBus>][] = [
  ['in memory', true, async () => createMemoryBus()],
  ...FORMS.map(({ name, available, redis }): (typeof DRIVERS)[number] => [
    name,
    available,
    () => inRedis(redis),
  ]),
];

const written = (projectId: string, ...traceIds: string[]): LiveEvent => ({
  ...{ projectId, type: 'traces', traceIds },
  earliestMs: 7,
});
const heardOn = (bus: LiveBus, projectId: string): LiveEvent[] => {
  const heard: LiveEvent[] = [];
  bus.subscribe(projectId, (event) => heard.push(event));
  return heard;
};
/** What is left of the events that tell of nothing but a gap. */
const told = (heard: readonly LiveEvent[]) => heard.filter(({ traceIds }) => traceIds.length > 0);

describe.each(DRIVERS)('a bus %s', (_, available, open) => {
  const it = test.runIf(available);
  let bus: LiveBus;
  let project: string;
  beforeAll(async () => {
    if (available) bus = await open();
  });
  afterAll(() => bus?.close());
  beforeEach(() => {
    project = randomIds.id();
  });

  it('tells a process at once, and once, what it published itself', async () => {
    const heard = heardOn(bus, project);
    bus.publish(written(project, 'a'));
    expect(told(heard)).toEqual([written(project, 'a')]);
    bus.publish(written(project, 'b'));
    expect(told(heard)).toHaveLength(2);
  });

  it('tells nobody of another project, nor who has left', () => {
    const [theirs, gone]: [LiveEvent[], LiveEvent[]] = [heardOn(bus, randomIds.id()), []];
    bus.subscribe(project, (event) => gone.push(event))();
    bus.publish(written(project, 'a'));
    expect([theirs, gone].map(told)).toEqual([[], []]);
  });
});

describe.each(FORMS.map(({ name, available, redis }) => [name, available, redis] as const))(
  'processes that share a bus %s',
  (_, available, redis) => {
    test.runIf(available)('hear all that the others publish, once, in any order', async () => {
      const [one, other] = [await inRedis(redis), await inRedis(redis)];
      await expect.poll(() => one.hearsOthers && other.hearsOthers).toBe(true);
      const [project, theirs] = [randomIds.id(), randomIds.id()];
      const [near, far, apart] = [heardOn(one, project), heardOn(other, project), heardOn(other, theirs)];
      const ids = Array.from({ length: 2_500 }, (_, i) => `t${i}`);
      one.publish(written(project, ...ids));
      one.publish({ projectId: project, type: 'traces', traceIds: ['late'] });
      const heard = () => told(far).flatMap(({ traceIds }) => traceIds);
      await expect.poll(() => heard().length).toBe(ids.length + 1);
      expect(heard().sort()).toEqual([...ids, 'late'].sort());
      const first = told(far).find(({ traceIds }) => traceIds.includes('t0'));
      expect(first?.earliestMs).toBe(7);
      expect([told(near).length, told(apart).length, one.lost]).toEqual([2, 0, 0]);
      await Promise.all([one, other].map((each) => each.close()));
    });
  },
);

test.runIf(await redisReachable())(
  'a connection that is lost costs freshness: it is known, counted, and told of when it is back',
  async () => {
    const proxy = await redisProxy();
    const bus = await inRedis(parseRedisUrl(proxy.url));
    const project = randomIds.id();
    const heard = heardOn(bus, project);
    await expect.poll(() => bus.hearsOthers).toBe(true);
    heard.length = 0;
    proxy.cut();
    await expect.poll(() => bus.hearsOthers).toBe(false);
    bus.publish(written(project, 'a'));
    expect(told(heard)).toEqual([written(project, 'a')]);
    await expect.poll(() => bus.lost).toBe(1);
    await expect.poll(() => bus.hearsOthers, { timeout: 5_000 }).toBe(true);
    expect(heard.at(-1)).toEqual({ projectId: project, type: 'traces', traceIds: [] });
    await bus.close();
    proxy.close();
  },
);

test('without Redis a process tells itself, and counts what others do not hear', async () => {
  const bus = await inRedis(NO_REDIS);
  const project = randomIds.id();
  const heard = heardOn(bus, project);
  bus.publish(written(project, 'a'));
  expect([told(heard).length, bus.hearsOthers]).toEqual([1, false]);
  await expect.poll(() => bus.lost).toBe(1);
  await bus.close();
});
