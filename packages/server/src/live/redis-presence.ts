import { REMEMBER_MS } from '@pharos/core/presence/life-cycle';
import type { SessionChange } from '@pharos/core/presence/session';
import type { Sighting } from '@pharos/core/presence/sighting';
import {
  COUNTED,
  type Counted,
  countedAs,
  type OnlineUser,
  onlineOf,
  type UserPresence,
  userAt,
  userDueMs,
} from '@pharos/core/presence/user';
import { Together } from '../together.ts';
import { FEED_KEPT_MS, FEED_SIZE } from './feeds.ts';
import {
  byUser,
  changeOf,
  happenedOf,
  type LivePresence,
  PRESENCE_LIMITS,
  type PresenceOptions,
  PresenceUnavailable,
  usualWindow,
} from './presence.ts';
import { openRedisLink, type RedisLinkOptions } from './redis-link.ts';
import {
  CHANGES,
  COUNTS,
  DUE_USERS,
  FORGET_CHANGES,
  ONLINE_USERS,
  READ_USERS,
  USERS,
  WRITE_USERS,
} from './redis-presence-scripts.ts';

/** Users in one step: other commands wait meanwhile. */
const CHUNK = 200;
/** Of users due: what is left of more than so many steps is done the next time. */
const MAX_STEPS = 100;
/** How often a user is read again whom another process has changed meanwhile. */
const MAX_TRIES = 10;
/** Calls that are told in one go, and that may wait, of an owner. */
const WAITING = { group: 200, waiting: 10_000 };
/** An owner of whom nothing is told is kept this much longer than the last of its users. */
const SPARE_MS = 60_000;

/** Where the key of each count stands among those of a write; that of what became of sessions is the last. */
const KEY_OF_COUNT = new Map<Counted, number>(COUNTED.map((each, index) => [each, index + 4]));

/** Presence in Redis, for any number of processes. While there is no connection methods reject at once. */
export function openRedisPresence(options: PresenceOptions & RedisLinkOptions): LivePresence {
  const { clock, windowMs = usualWindow, limits = PRESENCE_LIMITS } = options;
  const link = openRedisLink(options, (reason, cause) => new PresenceUnavailable(reason, { cause }));
  let dropped = 0;

  const keysOf = (owner: string) => {
    const root = `pharos:{${owner}}:presence:`;
    const counts = COUNTED.map((each) => `${root}by:${each}`);
    return {
      users: `${root}users`,
      due: `${root}due`,
      since: `${root}since`,
      counts,
      changes: `${root}changes`,
    };
  };

  /** Reads and writes these users until nobody has changed them in between. */
  const turn = async (
    owner: string,
    sightings: ReadonlyMap<string, readonly Sighting[]>,
    {
      read = [],
      nowMs,
      isNews = true,
      forgotten = false,
    }: { read?: readonly string[]; nowMs: number; isNews?: boolean; forgotten?: boolean },
  ): Promise<SessionChange[]> => {
    const { users, due, since, counts, changes: happened } = keysOf(owner);
    const window = windowMs(owner);
    const kept = window + REMEMBER_MS + SPARE_MS;
    const changes: SessionChange[] = [];
    let ids = [...sightings.keys()];
    let texts = read;
    for (let tries = 0; ids.length > 0; tries += 1) {
      if (tries === MAX_TRIES) throw new PresenceUnavailable('others change the same users all the time');
      if (texts.length === 0) texts = await link.run(READ_USERS, [users], ids);
      const turns = ids.map((userId, index) => {
        const text = texts[index] ?? '';
        const now = forgotten ? NOBODY : userAt(parsed(text), sightings.get(userId) ?? [], nowMs, window);
        return { text, before: parsed(text), ...now };
      });
      const args = turns.flatMap(({ text, before, user, changes: own }, index) => {
        const online = onlineOf(user);
        const deltas = deltasOf(onlineOf(before), online);
        const told = user.length > 0 ? JSON.stringify(user) : '';
        const moments = [user.length > 0 ? userDueMs(user, window) : 0, online?.sinceMs ?? ''];
        const news = isNews
          ? own.map(happenedOf).flatMap(({ atMs, text: change }) => [String(atMs), change])
          : [];
        const lengths = [news.length / 2, deltas.length / 3];
        return [ids[index] ?? '', text, told, ...[...moments, ...lengths].map(String), ...news, ...deltas];
      });
      const outcomes = await link.run(
        WRITE_USERS,
        [users, due, since, ...counts, happened],
        [...[limits.maxUsers, kept, FEED_SIZE, FEED_KEPT_MS].map(String), ...args],
      );
      for (const [index, outcome] of outcomes.entries()) {
        const turned = turns[index];
        if (outcome === 'full') dropped += 1;
        if (outcome !== 'ok' || turned === undefined) continue;
        changes.push(...turned.changes);
        dropped += turned.dropped;
      }
      ids = ids.filter((_, index) => outcomes[index] === 'changed');
      texts = [];
    }
    return changes;
  };

  /** What is told while something is told goes to Redis together. */
  const tells = new Map<string, Together<readonly Sighting[], SessionChange[]>>();
  const tellsOf = (owner: string) => {
    let own = tells.get(owner);
    if (own === undefined) {
      for (const [name, { idle }] of tells) if (idle) tells.delete(name);
      own = new Together((calls) => tellAll(owner, calls), WAITING, overrun);
      tells.set(owner, own);
    }
    return own;
  };
  const tellAll = async (
    owner: string,
    calls: readonly (readonly Sighting[])[],
    isNews = true,
  ): Promise<SessionChange[][]> => {
    const nowMs = clock.nowMs();
    const users = [...byUser(calls.flat())];
    const callOf = new Map<string, number>();
    for (const [index, call] of calls.entries()) for (const { userId } of call) callOf.set(userId, index);
    const changes = calls.map((): SessionChange[] => []);
    for (let from = 0; from < users.length; from += CHUNK) {
      for (const change of await turn(owner, new Map(users.slice(from, from + CHUNK)), { nowMs, isNews })) {
        changes[callOf.get(change.userId) ?? 0]?.push(change);
      }
    }
    return changes;
  };

  /** Does what time alone has changed, before anybody is told who is online. */
  const look = async (owner: string): Promise<void> => {
    const { users, due } = keysOf(owner);
    const nowMs = clock.nowMs();
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const found = await link.run(DUE_USERS, [users, due], [String(nowMs), String(CHUNK)]);
      const ids = found.filter((_, index) => index % 2 === 0);
      const read = found.filter((_, index) => index % 2 === 1);
      await turn(owner, new Map(ids.map((id) => [id, []])), { read, nowMs });
      if (ids.length < CHUNK) break;
    }
  };

  return {
    tell: (owner, sightings) => tellsOf(owner).call(sightings),
    async restore(owner, sightings) {
      const [known] = await link.run(USERS, [keysOf(owner).users], []);
      await tellAll(owner, [sightings], Number(known) > 0);
    },
    async changes(owner) {
      await look(owner);
      return (await link.run(CHANGES, [keysOf(owner).changes], [])).map(changeOf);
    },
    async online(owner, { limit, after }) {
      await look(owner);
      const { users, since } = keysOf(owner);
      const from = after ? [String(after.sinceMs), after.userId] : [];
      const texts = await link.run(ONLINE_USERS, [users, since], [String(limit + 1), ...from]);
      const found = texts.map((text) => onlineOf(parsed(text))).filter((online) => online !== undefined);
      const page: OnlineUser[] = found.slice(0, limit);
      const last = page.at(-1);
      const more = found.length > limit && last !== undefined;
      return { users: page, next: more ? { sinceMs: last.sinceMs, userId: last.userId } : undefined };
    },
    async counts(owner, most) {
      await look(owner);
      const { since, counts } = keysOf(owner);
      const [online, ...told] = await link.run(COUNTS, [since, ...counts], [String(most)]);
      const by = Object.fromEntries(
        COUNTED.map((each) => {
          const values = told.splice(0, 1 + 2 * Number(told[0])).slice(1);
          return [each, pairsOf(values)];
        }),
      ) as Record<Counted, [string, number][]>;
      return { online: Number(online), by };
    },
    async forget(owner, userIds) {
      const { users, changes } = keysOf(owner);
      let known = 0;
      for (let from = 0; from < userIds.length; from += CHUNK) {
        const ids = userIds.slice(from, from + CHUNK);
        const read = await link.run(READ_USERS, [users], ids);
        known += read.filter((text) => text !== '').length;
        await turn(owner, new Map(ids.map((id) => [id, []])), {
          read,
          nowMs: clock.nowMs(),
          forgotten: true,
        });
      }
      const happened = await link.run(CHANGES, [changes], []);
      const theirs = happened.filter((text) => userIds.includes(changeOf(text).userId));
      if (theirs.length > 0) await link.run(FORGET_CHANGES, [changes], theirs);
      return known;
    },
    get dropped() {
      return dropped;
    },
    close: () => link.close(),
  };
}

/** What is left of whoever is forgotten. */
const NOBODY: ReturnType<typeof userAt> = { user: [], changes: [], dropped: 0 };

const overrun = (): Error => new PresenceUnavailable('too much is told at once');

/** Only what this file wrote is read here. */
const parsed = (text: string): UserPresence => (text === '' ? [] : (JSON.parse(text) as UserPresence));

/** Which counts change when a user is as they are now: key, value, by how much. */
function deltasOf(was: OnlineUser | undefined, is: OnlineUser | undefined): string[] {
  const [before, after] = [was && countedAs(was), is && countedAs(is)];
  return COUNTED.flatMap((each) => {
    if (before?.[each] === after?.[each]) return [];
    const key = String(KEY_OF_COUNT.get(each));
    return [...(before ? [key, before[each], '-1'] : []), ...(after ? [key, after[each], '1'] : [])];
  });
}

const pairsOf = (values: readonly string[]): [string, number][] =>
  values.flatMap((value, index) => (index % 2 === 0 ? [[value, Number(values[index + 1])]] : []));
