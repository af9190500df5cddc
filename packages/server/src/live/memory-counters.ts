import { MAX_AMOUNT, plus } from '@pharos/core/quotas/amount';
import { type Counted, fits, reservedOf, usedOf } from '@pharos/core/quotas/decide';
import type { Clock } from '@pharos/core/time';
import {
  type Change,
  COUNTER_LIMITS,
  type CounterLimits,
  type CounterRef,
  CountersUnavailable,
  type EndOfHold,
  type HoldOutcome,
  type LiveCounters,
  type Spent,
} from './counters.ts';
import { MemoryHolds } from './memory-holds.ts';

interface Group {
  expiresAtMs: number;
  /** What is told of a group is read as a whole. */
  readAtMs: number;
  cells: Map<string, Counted>;
}

interface Owner {
  groups: Map<string, Group>;
  /** Counters in all of them. */
  size: number;
}

const NOTHING: Counted = { told: 0, settled: 0, reserved: 0 };
const copyOf = ({ told, settled, reserved }: Counted): Counted => ({ told, settled, reserved });
const nameOf = (owner: string, name: string): string => `${owner}\n${name}`;

/** Counters of one process. Each method does its work in one go, so nothing comes between. */
export function createMemoryCounters(clock: Clock, limits: CounterLimits = COUNTER_LIMITS): LiveCounters {
  const owners = new Map<string, Owner>();
  let size = 0;
  let dropped = 0;
  /** No group ends before. */
  let nextEndMs = Number.POSITIVE_INFINITY;

  const find = (owner: string, { group, subject }: CounterRef): Counted | undefined =>
    owners.get(owner)?.groups.get(group)?.cells.get(subject);
  const countOf = (owner: string, ref: CounterRef): Counted => copyOf(find(owner, ref) ?? NOTHING);

  const ownerOf = (name: string): Owner => {
    let owner = owners.get(name);
    if (owner === undefined) {
      owner = { groups: new Map(), size: 0 };
      owners.set(name, owner);
    }
    return owner;
  };
  const groupOf = (owner: Owner, name: string, expiresAtMs: number): Group => {
    let group = owner.groups.get(name);
    if (group === undefined) {
      group = { expiresAtMs, readAtMs: 0, cells: new Map() };
      owner.groups.set(name, group);
      nextEndMs = Math.min(nextEndMs, expiresAtMs);
    }
    return group;
  };

  /** Undefined when there is no room for another one. */
  const cellOf = (owner: Owner, group: Group, subject: string): Counted | undefined => {
    const known = group.cells.get(subject);
    if (known) return known;
    if (size >= limits.maxInAll || owner.size >= limits.maxCounters) return undefined;
    const cell = { ...NOTHING };
    group.cells.set(subject, cell);
    owner.size += 1;
    size += 1;
    return cell;
  };

  const holds = new MemoryHolds(limits.maxHolds, ({ key, claims }) => {
    const owner = key.slice(0, key.indexOf('\n'));
    for (const { into, amount } of claims) lower(find(owner, into), amount);
  });

  const turn = (): number => {
    const now = clock.nowMs();
    holds.turn(now);
    if (now >= nextEndMs) {
      nextEndMs = Number.POSITIVE_INFINITY;
      for (const [name, owner] of owners) {
        for (const [group, { expiresAtMs, cells }] of owner.groups) {
          if (expiresAtMs > now) {
            nextEndMs = Math.min(nextEndMs, expiresAtMs);
            continue;
          }
          owner.groups.delete(group);
          owner.size -= cells.size;
          size -= cells.size;
        }
        if (owner.groups.size === 0) owners.delete(name);
      }
    }
    return now;
  };

  const end = (owner: string, id: string, spent: Spent | undefined): EndOfHold | undefined => {
    const now = turn();
    const hold = holds.find(nameOf(owner, id));
    if (hold === undefined) return undefined;
    if (hold.state === 'settled' || hold.state === 'released') {
      return { state: hold.state, late: false, repeated: true, changes: [] };
    }
    const late = hold.state === 'expired';
    const changes = hold.claims.flatMap(({ measure, amount, into }): Change[] => {
      const cell = find(owner, into);
      if (cell === undefined) return [];
      const before = copyOf(cell);
      if (!late) lower(cell, amount);
      if (spent) cell.settled = plus(cell.settled, spent[measure] ?? amount);
      return [{ counter: into, before, after: copyOf(cell) }];
    });
    const state = spent ? 'settled' : 'released';
    holds.finish(hold, state, now);
    return { state, late, repeated: false, changes };
  };

  return {
    async tell(owner, { group: name, expiresAtMs }, amounts, { readAtMs, base = false }) {
      if (expiresAtMs <= turn()) return [];
      const own = ownerOf(owner);
      const group = groupOf(own, name, expiresAtMs);
      if (readAtMs < group.readAtMs) return [];
      group.readAtMs = readAtMs;
      const changes: Change[] = [];
      for (const [subject, amount] of amounts) {
        const cell = cellOf(own, group, subject);
        if (cell === undefined) {
          dropped += 1;
          continue;
        }
        const before = copyOf(cell);
        cell.told = amount;
        if (base) cell.settled = Math.max(cell.settled, amount);
        if (before.told !== amount) {
          changes.push({ counter: { group: name, subject, expiresAtMs }, before, after: copyOf(cell) });
        }
      }
      return changes;
    },
    async read(owner, counters) {
      turn();
      return counters.map((ref) => countOf(owner, ref));
    },
    async reserve(owner, hold): Promise<HoldOutcome> {
      turn();
      const counts = hold.claims.map(({ counters }) => counters.map((ref) => countOf(owner, ref)));
      const held = hold.claims.every(({ amount, limit }, index) => {
        const these = counts[index] ?? [];
        const reserved = reservedOf(these);
        if (limit === null) return plus(reserved, amount) < MAX_AMOUNT;
        return fits({ limit, used: usedOf(these), reserved, wanted: amount });
      });
      if (!held) return { held, counts };
      holds.requireRoom();
      const own = ownerOf(owner);
      const cells = hold.claims.map(({ into }) =>
        cellOf(own, groupOf(own, into.group, into.expiresAtMs), into.subject),
      );
      if (cells.includes(undefined)) {
        dropped += 1;
        throw new CountersUnavailable('there is no room for another counter');
      }
      for (const [index, cell] of cells.entries()) {
        if (cell) cell.reserved = plus(cell.reserved, hold.claims[index]?.amount ?? 0);
      }
      holds.add(nameOf(owner, hold.id), hold);
      return { held, counts };
    },
    settle: async (owner, id, spent) => end(owner, id, spent),
    release: async (owner, id) => end(owner, id, undefined),
    get dropped() {
      return dropped;
    },
    async close() {
      owners.clear();
    },
  };
}

function lower(cell: Counted | undefined, amount: number): void {
  if (cell) cell.reserved = Math.max(0, cell.reserved - amount);
}
