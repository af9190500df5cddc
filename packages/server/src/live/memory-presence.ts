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
import { LRUCache } from 'lru-cache';
import { Arrivals, type Arrived } from './arrivals.ts';
import { DueSeconds } from './due-seconds.ts';
import { MAX_OWNERS } from './feeds.ts';
import { Latest } from './latest.ts';
import {
  byUser,
  changeOf,
  happenedOf,
  type LivePresence,
  PRESENCE_LIMITS,
  type PresenceOptions,
  usualWindow,
} from './presence.ts';

interface Owner {
  name: string;
  users: Map<string, Entry>;
  online: number;
  arrivals: Arrivals;
  counts: Record<Counted, Map<string, number>>;
}

interface Entry extends Arrived {
  owner: Owner;
  user: UserPresence;
}

/** The presence of one process. Each method does its work in one go, so nothing comes between. */
export function createMemoryPresence(options: PresenceOptions): LivePresence {
  const { clock, windowMs = usualWindow, limits = PRESENCE_LIMITS } = options;
  const owners = new Map<string, Owner>();
  let size = 0;
  let dropped = 0;

  const due = new DueSeconds<Entry>((entry, nowMs) => {
    if (entry.owner.users.get(entry.userId) === entry) keep(entry.owner.name, turn(entry, [], nowMs));
  });

  const latest = new LRUCache<string, Latest>({ max: MAX_OWNERS });
  const keep = (name: string, changes: readonly SessionChange[]): void => {
    if (changes.length === 0) return;
    const own = latest.get(name) ?? new Latest();
    latest.set(name, own);
    own.add(changes.map(happenedOf));
  };

  const turn = (entry: Entry, sightings: readonly Sighting[], nowMs: number): SessionChange[] => {
    const { owner, userId } = entry;
    const window = windowMs(owner.name);
    const turned = userAt(entry.user, sightings, nowMs, window);
    dropped += turned.dropped;
    entry.user = turned.user;
    show(entry, onlineOf(turned.user));
    if (turned.user.length > 0) {
      due.at(entry, userDueMs(turned.user, window));
    } else {
      owner.users.delete(userId);
      size -= 1;
    }
    return turned.changes;
  };

  const entryOf = (owner: Owner, userId: string): Entry | undefined => {
    const known = owner.users.get(userId);
    if (known) return known;
    if (owner.users.size >= limits.maxUsers || size >= limits.maxInAll) return undefined;
    const entry: Entry = { owner, userId, user: [], online: undefined, place: undefined };
    owner.users.set(userId, entry);
    size += 1;
    return entry;
  };

  const ownerOf = (name: string): Owner => {
    due.turn(clock.nowMs());
    const owner = owners.get(name) ?? anOwner(name);
    owners.set(name, owner);
    return owner;
  };

  const look = (name: string): Owner | undefined => {
    due.turn(clock.nowMs());
    const owner = owners.get(name);
    if (owner?.users.size === 0) owners.delete(name);
    return owner;
  };

  const take = (owner: Owner, sightings: readonly Sighting[]): SessionChange[] => {
    const nowMs = clock.nowMs();
    const changes: SessionChange[] = [];
    for (const [userId, own] of byUser(sightings)) {
      const entry = entryOf(owner, userId);
      if (entry) changes.push(...turn(entry, own, nowMs));
      else dropped += 1;
    }
    return changes;
  };

  return {
    async tell(name, sightings) {
      const changes = take(ownerOf(name), sightings);
      keep(name, changes);
      return changes;
    },
    async restore(name, sightings) {
      const owner = ownerOf(name);
      const isNews = owner.users.size > 0;
      const changes = take(owner, sightings);
      if (isNews) keep(name, changes);
    },
    async changes(name) {
      look(name);
      return (latest.get(name)?.all() ?? []).map(({ text }) => changeOf(text));
    },
    async online(name, { limit, after }) {
      return look(name)?.arrivals.page(limit, after) ?? { users: [], next: undefined };
    },
    async counts(name, most) {
      const owner = look(name) ?? anOwner(name);
      const by = Object.fromEntries(
        COUNTED.map((each) => [each, mostFrequent(owner.counts[each], most)]),
      ) as Record<Counted, [string, number][]>;
      return { online: owner.online, by };
    },
    async forget(name, userIds) {
      const owner = look(name);
      const known = userIds.flatMap((userId) => owner?.users.get(userId) ?? []);
      for (const entry of known) {
        show(entry, undefined);
        entry.user = [];
        entry.owner.users.delete(entry.userId);
        size -= 1;
      }
      latest.get(name)?.drop(({ text }) => userIds.includes(changeOf(text).userId));
      return known.length;
    },
    get dropped() {
      return dropped;
    },
    async close() {
      owners.clear();
      latest.clear();
    },
  };
}

const anOwner = (name: string): Owner => ({
  name,
  users: new Map(),
  online: 0,
  arrivals: new Arrivals(),
  counts: Object.fromEntries(COUNTED.map((each) => [each, new Map()])) as Owner['counts'],
});

/** Counts a user as they are now, and no longer as they were. */
function show(entry: Entry, online: OnlineUser | undefined): void {
  const { owner } = entry;
  const [was, is] = [entry.online && countedAs(entry.online), online && countedAs(online)];
  for (const each of COUNTED) {
    if (was?.[each] === is?.[each]) continue;
    if (was) add(owner.counts[each], was[each], -1);
    if (is) add(owner.counts[each], is[each], 1);
  }
  owner.online += Number(online !== undefined) - Number(entry.online !== undefined);
  entry.online = online;
  owner.arrivals.moved(entry);
}

/** The highest counts, without an order of all. */
function mostFrequent(counts: ReadonlyMap<string, number>, most: number): [string, number][] {
  const top: [string, number][] = [];
  for (const counted of counts) {
    if (top.length === most && counted[1] <= (top.at(-1)?.[1] ?? 0)) continue;
    const at = top.findIndex(([, count]) => count < counted[1]);
    top.splice(at < 0 ? top.length : at, 0, counted);
    if (top.length > most) top.pop();
  }
  return top;
}

function add(counts: Map<string, number>, value: string, by: number): void {
  const count = (counts.get(value) ?? 0) + by;
  if (count > 0) counts.set(value, count);
  else counts.delete(value);
}
