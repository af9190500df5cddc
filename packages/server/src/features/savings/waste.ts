import { canonical } from '@pharos/core/canonical';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import { SharedWork } from '../../answers/shared-work.ts';
import type { SavingsReader } from '../../store/telemetry/savings-contract.ts';

export type WasteAnswers = Pick<SavingsReader, 'waste' | 'wasteTraces'>;

/** So long an answer is given again: every span of the range is read for one. */
const KEEP_MS = 60_000;
const MOST_KEPT = 200;

/** What was wasted, read once for all who ask for the same at about the same time. */
export function createWasteAnswers(reader: WasteAnswers, clock: Clock): WasteAnswers {
  return {
    waste: shared(clock, (scope, query, signal) => reader.waste(scope, query, signal)),
    wasteTraces: shared(clock, (scope, query, signal) => reader.wasteTraces(scope, query, signal)),
  };
}

type Ask<Query, Result> = (
  scope: Parameters<SavingsReader['waste']>[0],
  query: Query,
  signal?: AbortSignal,
) => Promise<Result>;

interface Kept<Result> {
  work: SharedWork<Result>;
  sinceMs: number;
  isDone: boolean;
}

function shared<Query, Result>(clock: Clock, ask: Ask<Query, Result>): Ask<Query, Result> {
  const kept = new LRUCache<string, Kept<Result>>({ max: MOST_KEPT });
  return (scope, query, signal) => {
    const key = canonical([scope, query]);
    const now = clock.nowMs();
    const known = kept.get(key);
    if (known && (known.isDone ? now - known.sinceMs < KEEP_MS : known.work.isRunning))
      return known.work.wait(signal);
    const entry = { work: new SharedWork((stop) => ask(scope, query, stop)), sinceMs: now, isDone: false };
    kept.set(key, entry);
    entry.work.result.then(
      () => {
        entry.isDone = true;
      },
      () => {
        if (kept.peek(key) === entry) kept.delete(key);
      },
    );
    return entry.work.wait(signal);
  };
}
