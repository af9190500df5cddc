import { presenceReportSchema } from '@pharos/core/api/live-reports';
import { REMEMBER_MS, ONLINE_WINDOW_MS as WINDOW } from '@pharos/core/presence/life-cycle';
import type { SessionChange } from '@pharos/core/presence/session';
import { type Sighting, sightingOf } from '@pharos/core/presence/sighting';
import { COUNTED, countedAs, type OnlineUser } from '@pharos/core/presence/user';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { randomIds } from '../ids.ts';
import { type FakeClock, fakeClock } from '../testing/fake-clock.ts';
import { redisForms } from '../testing/redis-forms.ts';
import { type RedisProxy, redisProxy } from '../testing/redis-proxy.ts';
import { NO_REDIS, TEST_REDIS, TEST_REDIS_ADDRESS } from '../testing/test-redis.ts';
import { FEED_SIZE } from './feeds.ts';
import { createMemoryPresence } from './memory-presence.ts';
import { type LivePresence, type PresenceLimits, PresenceUnavailable } from './presence.ts';
import { parseRedisUrl, type RedisAddress } from './redis-address.ts';
import { openRedisPresence } from './redis-presence.ts';

type Open = (clock: FakeClock, limits?: PresenceLimits) => LivePresence;
const inMemory: Open = (clock, limits) => createMemoryPresence({ clock, ...(limits && { limits }) });
const inRedis =
  (redis: RedisAddress): Open =>
  (clock, limits) =>
    openRedisPresence({
      redis,
      clock,
      // On a machine that has other things to do.
      commandTimeoutMs: 5_000,
      ...(limits && { limits }),
      onError: (error) => {
        throw error;
      },
    });
const FORMS = await redisForms();
const DRIVERS: [name: string, available: boolean, open: Open][] = [
  ['in memory', true, inMemory],
  ...FORMS.map(({ name, available, redis }): (typeof DRIVERS)[number] => [name, available, inRedis(redis)]),
];
const available = FORMS[0]?.available ?? false;

let clock: FakeClock;
let owner: string;
let opened: LivePresence[];
beforeEach(() => {
  clock = fakeClock();
  owner = randomIds.id();
  opened = [];
});
afterEach(() => Promise.all(opened.map((each) => each.close())));

const sighting = (facts: Partial<Sighting> = {}): Sighting => ({
  ...sightingOf(presenceReportSchema.parse({ userId: 'ada', sessionId: 's1' }), clock.nowMs()),
  ...facts,
});
const events = (changes: readonly SessionChange[]) =>
  changes.map(({ userId, sessionId, event, by }) => [userId, sessionId, event, by].join(' '));

async function everybody(live: LivePresence, limit: number, of = owner): Promise<OnlineUser[]> {
  const users: OnlineUser[] = [];
  for (let page = await live.online(of, { limit }); ; ) {
    users.push(...page.users);
    if (page.next === undefined) return users;
    page = await live.online(of, { limit, after: page.next });
  }
}

describe.each(DRIVERS)('presence %s', (_, isThere, openPresence) => {
  let live: LivePresence;
  const open = (limits?: PresenceLimits) => {
    const made = openPresence(clock, limits);
    opened.push(made);
    return made;
  };
  beforeEach(() => {
    if (isThere) live = open();
  });
  const it = test.runIf(isThere);
  const happened = async () => events(await live.changes(owner));
  const online = async () => (await everybody(live, 100)).map(({ userId }) => userId);

  it('forgets a user, what became of their sessions, and nobody else', async () => {
    await live.tell(owner, [sighting({ agent: 'support' }), sighting({ userId: 'bob', sessionId: 's2' })]);
    const theirs = randomIds.id();
    await live.tell(theirs, [sighting()]);
    expect(await live.forget(owner, ['ada', 'carol'])).toBe(1);
    expect(await online()).toEqual(['bob']);
    expect(await live.counts(owner, 10)).toMatchObject({ online: 1, by: { agent: [['', 1]] } });
    expect((await live.changes(owner)).map(({ userId }) => userId)).toEqual(['bob']);
    expect(await live.counts(theirs, 10)).toMatchObject({ online: 1 });
    await live.tell(owner, [sighting()]);
    expect((await online()).sort()).toEqual(['ada', 'bob']);
    expect(await live.forget(owner, ['carol'])).toBe(0);
  });

  it('knows who is online, where, and how many there are of each', async () => {
    await live.tell(owner, [
      sighting({ agent: 'support', page: '/a', platform: 'web', country: 'DE', locale: 'de-DE' }),
      sighting({ userId: 'bob', sessionId: '', agent: 'support', state: 'idle' }),
      sighting({ userId: 'bob', sessionId: 's2', agent: 'sales', country: 'FR', atMs: clock.nowMs() - 1 }),
    ]);
    const { users, next } = await live.online(owner, { limit: 10 });
    expect(next).toBeUndefined();
    expect(users).toEqual([
      {
        ...{ userId: 'ada', state: 'active', sessions: 1, inferred: false },
        ...{ sinceMs: clock.nowMs(), lastSeenMs: clock.nowMs() },
        ...{ agent: 'support', page: '/a', platform: 'web', country: 'DE', locale: 'de-DE' },
      },
      {
        ...{ userId: 'bob', state: 'active', sessions: 2, inferred: false },
        ...{ sinceMs: clock.nowMs() - 1, lastSeenMs: clock.nowMs() },
        ...{ agent: 'support', page: '', platform: '', country: '', locale: '' },
      },
    ]);
    const { online: count, by } = await live.counts(owner, 10);
    expect(count).toBe(2);
    expect(by.agent).toEqual([['support', 2]]);
    expect(new Map(by.country)).toEqual(
      new Map([
        ['DE', 1],
        ['', 1],
      ]),
    );
    expect((await live.counts(owner, 1)).by.country).toHaveLength(1);
  });

  it('says what became of sessions, once', async () => {
    expect(events(await live.tell(owner, [sighting()]))).toEqual(['ada s1 started report']);
    expect(await live.tell(owner, [sighting()])).toEqual([]);
    clock.advance(1_000);
    expect(events(await live.tell(owner, [sighting({ state: 'idle' })]))).toEqual(['ada s1 idle report']);
    clock.advance(1_000);
    expect(events(await live.tell(owner, [sighting({ state: 'left' })]))).toEqual(['ada s1 ended report']);
    expect(await online()).toEqual([]);
    clock.advance(1_000);
    expect(events(await live.tell(owner, [sighting()]))).toEqual(['ada s1 resumed report']);
    expect(await happened()).toEqual([
      'ada s1 resumed report',
      'ada s1 ended report',
      'ada s1 idle report',
      'ada s1 started report',
    ]);
  });

  it('remembers the latest of what became of sessions, each once', async () => {
    for (let n = 0; n < 60; n += 1) {
      clock.advance(1_000);
      await live.tell(owner, [sighting({ state: n % 2 === 0 ? 'active' : 'idle' })]);
    }
    const latest = await live.changes(owner);
    expect(latest.map(({ atMs }) => clock.nowMs() - atMs)).toEqual(
      Array.from({ length: FEED_SIZE }, (_, n) => n * 1_000),
    );
    expect(latest.slice(0, 2).map(({ event }) => event)).toEqual(['idle', 'active']);
    expect(await live.changes(randomIds.id())).toEqual([]);
  });

  it('takes what is stored: no news where nothing was known, and else what it makes of sessions', async () => {
    await live.restore(owner, [sighting(), sighting({ userId: 'bob' })]);
    expect((await online()).sort()).toEqual(['ada', 'bob']);
    expect(await happened()).toEqual([]);
    await live.restore(owner, [sighting(), sighting({ userId: 'eve' })]);
    expect(await happened()).toEqual(['eve s1 started report']);
  });

  it('lets those go of whom nothing is heard, session by session, and says so once', async () => {
    await live.tell(owner, [sighting()]);
    clock.advance(2_000);
    await live.tell(owner, [sighting({ sessionId: 's2' })]);
    clock.advance(WINDOW - 2_001);
    const started = ['ada s2 started report', 'ada s1 started report'];
    expect(await happened()).toEqual(started);
    clock.advance(1_001);
    expect((await live.online(owner, { limit: 1 })).users).toMatchObject([{ userId: 'ada', sessions: 1 }]);
    expect(await happened()).toEqual(['ada s1 ended timeout', ...started]);
    clock.advance(2_000);
    expect((await live.counts(owner, 10)).online).toBe(0);
    for (const _ of [1, 2]) {
      expect(await happened()).toEqual(['ada s2 ended timeout', 'ada s1 ended timeout', ...started]);
    }
    expect(events(await live.tell(owner, [sighting()]))).toEqual(['ada s1 resumed report']);
  });

  it('forgets who has been gone for long, and makes room', async () => {
    const small = open({ maxUsers: 1, maxInAll: 1 });
    await small.tell(owner, [sighting()]);
    clock.advance(WINDOW + REMEMBER_MS + 1_000);
    expect(events(await small.changes(owner))).toEqual(['ada s1 ended timeout', 'ada s1 started report']);
    clock.advance(REMEMBER_MS);
    expect((await small.counts(owner, 1)).online).toBe(0);
    expect(events(await small.tell(owner, [sighting({ userId: 'bob' })]))).toEqual(['bob s1 started report']);
    expect(small.dropped).toBe(0);
  });

  it('lists all page by page, whatever heartbeats come between', async () => {
    for (let n = 0; n < 25; n += 1) {
      // Four at a moment.
      if (n % 4 === 0) clock.advance(1_000);
      await live.tell(owner, [sighting({ userId: `user-${n}` })]);
    }
    const all = await everybody(live, 100);
    expect(all.map(({ sinceMs }) => sinceMs)).toEqual(
      all.map(({ sinceMs }) => sinceMs).sort((a, b) => b - a),
    );
    expect(new Set(all.map(({ userId }) => userId)).size).toBe(25);
    const first = await live.online(owner, { limit: 10 });
    clock.advance(1_000);
    const again = Array.from({ length: 25 }, (_, n) => sighting({ userId: `user-${n}` }));
    await live.tell(owner, [...again, sighting({ userId: 'new' })]);
    const second = await live.online(owner, { limit: 10, after: first.next });
    const third = await live.online(owner, { limit: 10, after: second.next });
    expect(third.next).toBeUndefined();
    expect([first, second, third].flatMap(({ users }) => users.map(({ userId }) => userId))).toEqual(
      all.map(({ userId }) => userId),
    );
  });

  it('shows nothing of one project to another', async () => {
    await live.tell(owner, [sighting()]);
    const other = randomIds.id();
    expect((await live.online(other, { limit: 10 })).users).toEqual([]);
    expect((await live.counts(other, 10)).online).toBe(0);
    clock.advance(WINDOW + 1_000);
    expect(await live.changes(other)).toEqual([]);
    expect(await live.changes(owner)).toHaveLength(2);
  });

  it('has room for so many users, hears of those it knows all the same, and counts who finds none', async () => {
    const small = open({ maxUsers: 2, maxInAll: 2 });
    const told = ['ada', 'bob', 'eve'].map((userId) => sighting({ userId }));
    expect(await small.tell(owner, told)).toHaveLength(2);
    expect(small.dropped).toBe(1);
    clock.advance(1_000);
    await small.tell(owner, [sighting({ userId: 'ada', page: '/later' }), sighting({ userId: 'eve' })]);
    expect(small.dropped).toBe(2);
    expect((await everybody(small, 10)).find(({ userId }) => userId === 'ada')?.page).toBe('/later');
  });

  it('has room for ten sessions of a user, those heard of last, and tells of no other', async () => {
    const told = Array.from({ length: 1_000 }, (_, n) =>
      sighting({ sessionId: `s${n}`, atMs: clock.nowMs() - n }),
    );
    await live.tell(owner, [...told, sighting({ userId: 'bob' })]);
    expect((await everybody(live, 10)).map(({ userId, sessions }) => [userId, sessions])).toEqual([
      ['bob', 1],
      ['ada', 10],
    ]);
    expect(live.dropped).toBe(990);
    expect(await happened()).toHaveLength(11);
  });

  it('keeps of a user no more text than there is room for, takes nothing that is too long, and counts both', async () => {
    const long = 'x'.repeat(1_000_000);
    await live.tell(owner, [
      sighting({ userId: long }),
      sighting({ userId: 'bob', page: long }),
      ...Array.from({ length: 10 }, (_, n) =>
        sighting({ sessionId: `s${n}`, page: String(n).padEnd(2_000, '/'), atMs: clock.nowMs() - n }),
      ),
    ]);
    expect(await everybody(live, 10)).toMatchObject([{ userId: 'ada', sessions: 4 }]);
    expect(live.dropped).toBe(8);
    clock.advance(1_000);
    await live.tell(owner, [
      sighting({ sessionId: 's0', page: long }),
      sighting({ sessionId: 's0', page: '/' }),
    ]);
    expect(await everybody(live, 10)).toMatchObject([{ userId: 'ada', page: '/', sessions: 4 }]);
    expect(live.dropped).toBe(9);
  });

  it('takes any name of a user', async () => {
    const names = ['__proto__', 'constructor', 'a\nb', '{x}', "'; --", '用户', '😀', ' ', 'é'];
    await live.tell(
      owner,
      names.map((userId) => sighting({ userId, page: userId, agent: '__proto__' })),
    );
    expect(new Set(await online())).toEqual(new Set(names));
    const { by } = await live.counts(owner, 100);
    expect(new Map(by.page)).toEqual(new Map(names.map((name) => [name, 1])));
    expect(by.agent).toEqual([['__proto__', names.length]]);
    // Of one moment, in pages of one.
    expect((await everybody(live, 1)).map(({ userId }) => userId)).toEqual(await online());
  });

  it('ends in the same whatever the order, the batches and the repetitions, and counts what it lists', async () => {
    const report = fc.record({
      userId: fc.constantFrom('ada', 'bob', 'eve'),
      sessionId: fc.constantFrom('', 's1'),
      state: fc.constantFrom('active' as const, 'idle' as const, 'left' as const),
      atMs: fc.integer({ min: -14, max: 0 }).map((minute) => clock.nowMs() + minute * 60_000),
      page: fc.constantFrom('', '/a', '/b'),
      inferred: fc.boolean(),
    });
    const told = fc.array(report, { minLength: 1, maxLength: 10 }).chain((reports) =>
      fc.record({
        reports: fc.constant(reports.map(sighting)),
        again: fc
          .shuffledSubarray([...reports, ...reports], { minLength: 2 * reports.length })
          .map((each) => each.map(sighting)),
        step: fc.integer({ min: 1, max: 4 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(told, async ({ reports, again, step }) => {
        const [one, two] = [randomIds.id(), randomIds.id()];
        await live.tell(one, reports);
        for (let from = 0; from < again.length; from += step) {
          await live.tell(two, again.slice(from, from + step));
        }
        const users = await everybody(live, 2, one);
        expect(await everybody(live, 2, two)).toEqual(users);
        for (const of of [one, two]) {
          const { online: count, by } = await live.counts(of, 100);
          expect(count).toBe(users.length);
          for (const each of COUNTED) {
            const values = users.map((user) => countedAs(user)[each]);
            expect(new Map(by[each])).toEqual(
              new Map(values.map((value) => [value, values.filter((other) => other === value).length])),
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe.runIf(available)('presence in one Redis', () => {
  const open = () => {
    const made = inRedis(TEST_REDIS_ADDRESS)(clock);
    opened.push(made);
    return made;
  };

  test('is the same for all processes, whoever writes', async () => {
    const [one, two] = [open(), open()];
    await one.tell(owner, [sighting()]);
    expect((await two.online(owner, { limit: 10 })).users).toMatchObject([{ userId: 'ada' }]);
    clock.advance(1_000);
    expect(events(await two.tell(owner, [sighting({ state: 'left' })]))).toEqual(['ada s1 ended report']);
    expect((await one.online(owner, { limit: 10 })).users).toEqual([]);
  });

  test('loses nothing of what several tell of the same users at once, and tells each change once', async () => {
    const all = Array.from({ length: 4 }, open);
    const told = await Promise.all(
      all.flatMap((live, process) =>
        Array.from({ length: 5 }, (_, n) =>
          live.tell(
            owner,
            ['ada', 'bob'].map((userId) =>
              sighting({ userId, sessionId: `s${n}`, atMs: clock.nowMs() - process }),
            ),
          ),
        ),
      ),
    );
    expect(told.flat().map(({ event }) => event)).toEqual(Array.from({ length: 10 }, () => 'started'));
    expect((await all[0]?.online(owner, { limit: 10 }))?.users).toMatchObject([
      { userId: 'bob', sessions: 5 },
      { userId: 'ada', sessions: 5 },
    ]);
    clock.advance(WINDOW + 1_000);
    for (const changes of await Promise.all(all.map((live) => live.changes(owner)))) {
      expect(events(changes).sort()).toEqual(
        ['ada', 'bob'].flatMap((id) =>
          [0, 1, 2, 3, 4].flatMap((n) => [`${id} s${n} ended timeout`, `${id} s${n} started report`]),
        ),
      );
    }
  });

  describe('that fails in the middle', () => {
    let proxy: RedisProxy;
    let failing: LivePresence;
    beforeEach(async () => {
      proxy = await redisProxy();
      failing = openRedisPresence({
        ...{ redis: parseRedisUrl(proxy.url), clock, onError: () => undefined, commandTimeoutMs: 100 },
      });
      opened.push(failing);
      expect((await failing.counts(owner, 1)).online).toBe(0);
    });
    afterEach(() => proxy.close());
    /** What Redis answers when so many users were written in one step. */
    const writtenOf = (users: number) => new RegExp(`^\\*${users}\r\n\\$2\r\nok`);
    const changes = async () => events(await open().changes(owner));

    test('keeps what became of sessions of which the answer was lost, and tells it once when it is told again', async () => {
      const told = Array.from({ length: 250 }, (_, n) =>
        sighting({ userId: `user-${String(n).padStart(3, '0')}` }),
      );
      proxy.loseAnswer(writtenOf(50));
      await expect(failing.tell(owner, told)).rejects.toBeInstanceOf(PresenceUnavailable);
      const started = told
        .slice(-FEED_SIZE)
        .map(({ userId }) => `${userId} s1 started report`)
        .reverse();
      expect(await changes()).toEqual(started);
      await open().tell(owner, told);
      expect(await changes()).toEqual(started);
    });

    test('keeps what time made of sessions though who found it hears of it no more', async () => {
      await failing.tell(owner, [sighting()]);
      clock.advance(WINDOW + 1_000);
      proxy.loseAnswer(writtenOf(1));
      await expect(failing.changes(owner)).rejects.toBeInstanceOf(PresenceUnavailable);
      proxy.cut();
      const ended = ['ada s1 ended timeout', 'ada s1 started report'];
      expect(await changes()).toEqual(ended);
      const own = () => failing.changes(owner).then(events, () => undefined);
      await expect.poll(own, { timeout: 5_000 }).toEqual(ended);
    });
  });

  test('keeps nothing for good', async () => {
    await open().tell(owner, [sighting({ page: '/a' })]);
    const redis = new Redis(TEST_REDIS);
    const keys = await redis.keys(`pharos:{${owner}}:*`);
    const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
    redis.disconnect();
    expect(lives.length).toBeGreaterThan(3);
    expect(Math.min(...lives)).toBeGreaterThan(0);
  });
});

test('presence in a Redis that is not there is said to be unavailable, at once', async () => {
  const live = openRedisPresence({ redis: NO_REDIS, clock, onError: () => undefined });
  opened.push(live);
  for (const _ of [1, 2]) {
    await expect(live.tell(owner, [sighting()])).rejects.toBeInstanceOf(PresenceUnavailable);
    await expect(live.online(owner, { limit: 1 })).rejects.toBeInstanceOf(PresenceUnavailable);
  }
});
