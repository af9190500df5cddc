import type { Counted } from '@pharos/core/quotas/decide';
import type { Clock } from '@pharos/core/time';
import {
  type Change,
  COUNTER_LIMITS,
  type CounterLimits,
  type CounterRef,
  CountersUnavailable,
  ENDED_MS,
  type EndOfHold,
  LATE_MS,
  type LiveCounters,
  type Spent,
} from './counters.ts';
import { openRedisLink, type RedisLinkOptions, RedisScript } from './redis-link.ts';
import { END, READ, RESERVE, TELL } from './redis-scripts.ts';

export interface RedisCountersOptions extends RedisLinkOptions {
  clock: Clock;
  limits?: CounterLimits;
}

/** Counters told in one step: other commands wait meanwhile. */
const CHUNK = 500;
/** How often a script is given further keys. */
const MAX_TRIES = 10;
/** Lua takes so many keys and arguments safely. */
const MAX_READ = 2_000;

const SCRIPTS = {
  tell: new RedisScript(TELL),
  read: new RedisScript(READ),
  reserve: new RedisScript(RESERVE),
  end: new RedisScript(END),
};

function countOf(text: string): Counted {
  const [told = 0, settled = 0, reserved = 0] = text.split(' ').map(Number);
  return { told, settled, reserved };
}

/**
 * Counters in Redis, for any number of processes: each method is one script, which Redis runs without anything in between.
 * It connects by itself, again and again; while there is no connection methods reject at once, they do not wait for one.
 */
export function openRedisCounters(options: RedisCountersOptions): LiveCounters {
  const { clock, limits = COUNTER_LIMITS } = options;
  const link = openRedisLink(options, (reason, cause) => new CountersUnavailable(reason, { cause }));
  const { run } = link;
  let dropped = 0;

  const keysOf = (owner: string) => {
    const root = `pharos:{${owner}}:quotas`;
    return { holds: [`${root}:holds`, `${root}:open`], hold: `${root}:hold:`, group: `${root}:count:` };
  };
  /** Runs it with the keys it asks for as well; others make and end reservations meanwhile. */
  const runWithMore = async (script: RedisScript, keys: readonly string[], args: readonly string[]) => {
    const all = new Set<string>();
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const [first, ...more] = await run(script, [...keys, ...all], args);
      if (first === undefined) return [];
      if (first !== 'keys') return [first, ...more];
      for (const key of more) all.add(key);
    }
    throw new CountersUnavailable('reservations change all the time');
  };
  const timing = () => String(clock.nowMs());

  const end = async (owner: string, id: string, spent?: Spent): Promise<EndOfHold | undefined> => {
    const { holds, hold, group } = keysOf(owner);
    const state = spent ? 'settled' : 'released';
    const amounts = (['tokens', 'cost', 'requests'] as const).map((each) => String(spent?.[each] ?? ''));
    const [before, ...rest] = await runWithMore(
      SCRIPTS.end,
      [...holds, hold + id],
      [timing(), hold, String(LATE_MS), id, state, String(ENDED_MS), ...amounts],
    );
    if (before === undefined) return undefined;
    if (before === 'settled' || before === 'released') {
      return { state: before, late: false, repeated: true, changes: [] };
    }
    const changes: Change[] = [];
    for (let at = 0; at < rest.length; at += 5) {
      const [key = '', subject = '', expires = '', was = '', is = ''] = rest.slice(at, at + 5);
      const counter = { group: key.slice(group.length), subject, expiresAtMs: Number(expires) };
      changes.push({ counter, before: countOf(was), after: countOf(is) });
    }
    return { state, late: before === 'expired', repeated: false, changes };
  };

  return {
    async tell(owner, { group, expiresAtMs }, amounts, { readAtMs, base = false }) {
      if (expiresAtMs <= clock.nowMs()) return [];
      const changes: Change[] = [];
      for (let from = 0; from < amounts.length; from += CHUNK) {
        const chunk = amounts.slice(from, from + CHUNK);
        const answers = await run(
          SCRIPTS.tell,
          [keysOf(owner).group + group],
          [clock.nowMs(), expiresAtMs, readAtMs, limits.maxCounters, Number(base), ...chunk.flat()].map(
            String,
          ),
        );
        for (const [index, [subject, told]] of chunk.entries()) {
          const answer = answers[index] ?? 'stale';
          if (answer === 'full') dropped += 1;
          if (answer === 'full' || answer === 'stale') continue;
          const before = countOf(answer);
          if (before.told === told) continue;
          const settled = base ? Math.max(before.settled, told) : before.settled;
          changes.push({
            counter: { group, subject, expiresAtMs },
            before,
            after: { ...before, told, settled },
          });
        }
      }
      return changes;
    },
    async read(owner, counters) {
      const { holds, hold, group } = keysOf(owner);
      const counts: Counted[] = [];
      for (let from = 0; from < counters.length; from += MAX_READ) {
        const chunk = counters.slice(from, from + MAX_READ);
        const answers = await runWithMore(
          SCRIPTS.read,
          [...holds, ...chunk.map((each) => group + each.group)],
          [timing(), hold, String(LATE_MS), ...chunk.map(({ subject }) => subject)],
        );
        counts.push(...answers.map(countOf));
      }
      return counts;
    },
    async reserve(owner, { id, expiresAtMs, claims }) {
      const { holds, hold, group } = keysOf(owner);
      const groups = [
        ...new Set(claims.flatMap(({ counters, into }) => [...counters, into].map((each) => each.group))),
      ];
      /** Lua counts from one. */
      const placeOf = (each: CounterRef): [key: number, subject: string] => [
        holds.length + groups.indexOf(each.group) + 1,
        each.subject,
      ];
      const told = claims.map(({ measure, amount, limit, counters, into }) => ({
        measure,
        amount: String(amount),
        limit: limit === null ? '' : String(limit),
        counters: counters.map(placeOf),
        into: [...placeOf(into), String(into.expiresAtMs)],
      }));
      const { maxHolds, maxCounters } = limits;
      const [outcome, ...texts] = await runWithMore(
        SCRIPTS.reserve,
        [...holds, ...groups.map((each) => group + each)],
        [timing(), hold, LATE_MS, id, expiresAtMs, maxHolds, maxCounters, JSON.stringify(told)].map(String),
      );
      if (outcome === 'full') {
        dropped += 1;
        throw new CountersUnavailable('there is no room for another reservation');
      }
      const counts = texts.map(countOf);
      return {
        held: outcome === '1',
        counts: claims.map(({ counters }) => counts.splice(0, counters.length)),
      };
    },
    settle: end,
    release: (owner, id) => end(owner, id),
    get dropped() {
      return dropped;
    },
    close: () => link.close(),
  };
}
