import { setImmediate } from 'node:timers/promises';
import { amountOf, plus } from '@pharos/core/quotas/amount';
import { isSubject, onlySubject } from '@pharos/core/quotas/quota';
import { type Bucket, windowAt } from '@pharos/core/quotas/window';
import type { Clock } from '@pharos/core/time';
import type { Change, LiveCounters } from '../../live/counters.ts';
import { scopeTo } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { MAX_SUBJECTS, spendingQueryOf, subjectOf } from './counting.ts';
import type { Crossings } from './crossings.ts';
import type { LiveQuota } from './live-quota.ts';

/** So much is done without letting others have their turn. */
const CHUNK = 250;

type Amounts = Map<string, number>;

/** Reads what is stored of a quota and tells it to its counters. */
export interface Recount {
  /**
   * Counts the buckets in which something may have changed: those that end after `dirtyFromMs`. `first`: nothing was known
   * of it before, so every threshold that is reached by now counts as crossed. Rejects soon after the signal aborts.
   */
  run(live: LiveQuota, dirtyFromMs: number, first: boolean, signal?: AbortSignal): Promise<void>;
  /** The quota is no more, or counts something else now. */
  forget(version: string): void;
  /** Readings that found more users than are counted. */
  readonly cut: number;
}

export function createRecount({
  reader,
  counters,
  crossings,
  clock,
}: {
  reader: Pick<TelemetryReader, 'spending'>;
  counters: Pick<LiveCounters, 'tell'>;
  crossings: Pick<Crossings, 'note' | 'noteChanges'>;
  clock: Clock;
}): Recount {
  let cut = 0;
  /** Who was counted in each bucket: whoever is not found any more is back at 0. */
  const counted = new Map<string, Map<number, Set<string>>>();

  /** What was spent in each of these buckets, which follow each other: where there are many users, bucket by bucket. */
  const read = async (
    live: LiveQuota,
    buckets: readonly Bucket[],
    signal: AbortSignal | undefined,
  ): Promise<Amounts[]> => {
    if (buckets.length > 1 && onlySubject(live.quota.scope) === undefined) {
      const all: Amounts[] = [];
      for (const bucket of buckets) all.push(...(await read(live, [bucket], signal)));
      return all;
    }
    const [first, last] = [buckets[0], buckets.at(-1)];
    if (!first || !last) return [];
    const { quota, project } = live;
    const range = { fromMs: first.startMs, toMs: last.endMs, partMs: first.endMs - first.startMs };
    // The quota's own project, found in the records: nobody asks for another's.
    const rows = await reader.spending(scopeTo(project), spendingQueryOf(live, range), signal);
    if (rows.length >= MAX_SUBJECTS) cut += 1;
    const only = onlySubject(quota.scope);
    const amounts = buckets.map((): Amounts => new Map(only === undefined ? [] : [[only, 0]]));
    for (const [row, { subject: user, part, amount }] of rows.entries()) {
      if (row % CHUNK === 0) await setImmediate();
      const subject = subjectOf(live, user);
      if (isSubject(subject)) amounts[part]?.set(subject, amountOf(quota.measure, amount) ?? 0);
    }
    return amounts;
  };

  const tell = async (
    live: LiveQuota,
    bucket: Bucket,
    amounts: Amounts,
    reading: { readAtMs: number; base?: boolean },
  ) => {
    const group = live.groupOf(bucket);
    const buckets = counted.get(live.version) ?? new Map<number, Set<string>>();
    counted.set(live.version, buckets);
    const before = buckets.get(bucket.startMs);
    const now = new Set<string>();
    const changes: Change[] = [];
    for await (const chunk of inTurns(amounts)) {
      for (const [subject] of chunk) now.add(subject);
      changes.push(...(await counters.tell(live.project, group, chunk, reading)));
    }
    for await (const chunk of inTurns(before ?? [])) {
      const gone = chunk.filter((subject) => !now.has(subject)).map((subject) => [subject, 0] as const);
      if (gone.length > 0) changes.push(...(await counters.tell(live.project, group, gone, reading)));
    }
    if (onlySubject(live.quota.scope) === undefined) buckets.set(bucket.startMs, now);
    return changes;
  };

  const forgetBefore = (live: LiveQuota, startMs: number) => {
    const known = counted.get(live.version);
    for (const bucket of known?.keys() ?? []) if (bucket < startMs) known?.delete(bucket);
  };

  return {
    async run(live, dirtyFromMs, first, signal) {
      const readAtMs = clock.nowMs();
      const window = live.windowAt(readAtMs);
      const dirty = window.buckets.filter(({ endMs }) => endMs > dirtyFromMs);
      const amounts = await read(live, dirty, signal);
      const changes: Change[] = [];
      for (const [index, bucket] of dirty.entries()) {
        signal?.throwIfAborted();
        changes.push(...(await tell(live, bucket, amounts[index] ?? new Map(), { readAtMs, base: first })));
      }
      const before = first ? undefined : windowBefore(live, window.startMs, dirtyFromMs, readAtMs);
      if (before) {
        const [late = new Map()] = await read(live, [before], signal);
        changes.push(...(await tell(live, before, late, { readAtMs })));
      }
      forgetBefore(live, before?.startMs ?? window.startMs);
      if (first) await noteReached(live, amounts, readAtMs);
      else await crossings.noteChanges(live, changes);
    },
    forget: (version) => {
      counted.delete(version);
    },
    get cut() {
      return cut;
    },
  };

  async function noteReached(live: LiveQuota, amounts: readonly Amounts[], atMs: number): Promise<void> {
    const sums: Amounts = new Map();
    for (const each of amounts) {
      for (const [subject, amount] of each) sums.set(subject, plus(sums.get(subject) ?? 0, amount));
    }
    for await (const chunk of inTurns(sums)) {
      crossings.note(
        live,
        chunk.map(([subject, after]) => ({ subject, before: 0, after, atMs })),
      );
    }
  }
}

/** So many at a time, with a turn for all others in between. */
async function* inTurns<Item>(items: Iterable<Item>): AsyncGenerator<Item[], void, undefined> {
  let chunk: Item[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
    await setImmediate();
  }
  if (chunk.length > 0) yield chunk;
}

/** The calendar window that has just ended, while its counters are kept and if something late may belong to it. */
function windowBefore(
  live: LiveQuota,
  startMs: number,
  dirtyFromMs: number,
  nowMs: number,
): Bucket | undefined {
  if (live.quota.window.type !== 'calendar' || dirtyFromMs >= startMs) return undefined;
  const { current } = windowAt(live.quota.window, startMs - 1);
  return live.groupOf(current).expiresAtMs > nowMs ? current : undefined;
}
