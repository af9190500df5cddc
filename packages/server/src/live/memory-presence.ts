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
import { DueSeconds } from './due-seconds.ts';
import {
  byUser,
  type LivePresence,
  PRESENCE_LIMITS,
  type PresenceCursor,
  type PresenceOptions,
  usualWindow,
} from './presence.ts';

interface Owner {
  name: string;
  users: Map<string, Entry>;
  online: number;
  counts: Record<Counted, Map<string, number>>;
  /** What time alone has changed and nobody was told of yet, the latest. */
  lapsed: SessionChange[];
}

interface Entry {
  owner: Owner;
  userId: string;
  user: UserPresence;
  online: OnlineUser | undefined;
}

/** Changes that wait to be told, of an owner. Beyond it the oldest are let go: they tell of what is over. */
const MAX_LAPSED = 10_000;

/** The presence of one process. Each method does its work in one go, so nothing comes between. */
export function createMemoryPresence(options: PresenceOptions): LivePresence {
  const { clock, windowMs = usualWindow, limits = PRESENCE_LIMITS } = options;
  const owners = new Map<string, Owner>();
  let size = 0;
  let dropped = 0;

  const due = new DueSeconds<Entry>((entry, nowMs) => {
    if (entry.owner.users.get(entry.userId) !== entry) return;
    const { lapsed } = entry.owner;
    lapsed.push(...turn(entry, [], nowMs));
    if (lapsed.length > MAX_LAPSED) lapsed.splice(0, lapsed.length - MAX_LAPSED);
  });

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
    const entry: Entry = { owner, userId, user: [], online: undefined };
    owner.users.set(userId, entry);
    size += 1;
    return entry;
  };

  const look = (name: string): Owner | undefined => {
    due.turn(clock.nowMs());
    const owner = owners.get(name);
    if (owner?.users.size === 0 && owner.lapsed.length === 0) owners.delete(name);
    return owner;
  };

  return {
    async tell(name, sightings) {
      const nowMs = clock.nowMs();
      due.turn(nowMs);
      const owner = owners.get(name) ?? anOwner(name);
      owners.set(name, owner);
      const changes: SessionChange[] = [];
      for (const [userId, own] of byUser(sightings)) {
        const entry = entryOf(owner, userId);
        if (entry) changes.push(...turn(entry, own, nowMs));
        else dropped += 1;
      }
      return changes;
    },
    async lapse(name) {
      return look(name)?.lapsed.splice(0) ?? [];
    },
    async online(name, { limit, after }) {
      const users = firstOf(look(name)?.users.values() ?? [], limit + 1, after);
      const more = users.length > limit;
      if (more) users.pop();
      const last = users.at(-1);
      return { users, next: more && last ? { sinceMs: last.sinceMs, userId: last.userId } : undefined };
    },
    async counts(name, most) {
      const owner = look(name) ?? anOwner(name);
      const by = Object.fromEntries(
        COUNTED.map((each) => [
          each,
          [...owner.counts[each]].sort(([a, n], [b, m]) => m - n || byBytes(b, a)).slice(0, most),
        ]),
      ) as Record<Counted, [string, number][]>;
      return { online: owner.online, by };
    },
    get dropped() {
      return dropped;
    },
    async close() {
      owners.clear();
    },
  };
}

const anOwner = (name: string): Owner => ({
  name,
  users: new Map(),
  online: 0,
  counts: Object.fromEntries(COUNTED.map((each) => [each, new Map()])) as Owner['counts'],
  lapsed: [],
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
}

function add(counts: Map<string, number>, value: string, by: number): void {
  const count = (counts.get(value) ?? 0) + by;
  if (count > 0) counts.set(value, count);
  else counts.delete(value);
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const order = (a: PresenceCursor, b: PresenceCursor): number =>
  b.sinceMs - a.sinceMs || byBytes(b.userId, a.userId);

/** The first so many of those who are online, after a cursor: without an order of all. */
function firstOf(entries: Iterable<Entry>, most: number, after: PresenceCursor | undefined): OnlineUser[] {
  let first: OnlineUser[] = [];
  let last: OnlineUser | undefined;
  const cut = () => {
    first = first.sort(order).slice(0, most);
    if (first.length === most) last = first.at(-1);
  };
  for (const { online } of entries) {
    if (online === undefined || (after && order(online, after) <= 0)) continue;
    if (last && order(online, last) >= 0) continue;
    first.push(online);
    if (first.length >= 2 * most) cut();
  }
  cut();
  return first;
}
