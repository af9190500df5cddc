import { canonical } from '@pharos/core/canonical';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import type { ProjectScope } from '../store/scope.ts';
import { SharedWork } from './shared-work.ts';

export type Ask<Query, Result> = (scope: ProjectScope, query: Query, signal?: AbortSignal) => Promise<Result>;

interface Kept<Result> {
  work: SharedWork<Result>;
  sinceMs: number;
  isDone: boolean;
}

interface KeepOptions<Result> {
  keepMs: number;
  most: number;
  /** Whether a result is worth to be given again; all are unless said. */
  isKept?: (result: Result) => boolean;
}

/** For what is costly to work out: done once for all who ask the same at about the same time, and given again for a while. */
export function keptWork<Query, Result>(
  clock: Clock,
  { keepMs, most, isKept = () => true }: KeepOptions<Result>,
  ask: Ask<Query, Result>,
): Ask<Query, Result> {
  const kept = new LRUCache<string, Kept<Result>>({ max: most });
  return (scope, query, signal) => {
    const key = canonical([scope, query]);
    const now = clock.nowMs();
    const known = kept.get(key);
    if (known && (known.isDone ? now - known.sinceMs < keepMs : known.work.isRunning))
      return known.work.wait(signal);
    const entry = { work: new SharedWork((stop) => ask(scope, query, stop)), sinceMs: now, isDone: false };
    kept.set(key, entry);
    const forget = () => {
      if (kept.peek(key) === entry) kept.delete(key);
    };
    entry.work.result.then((result) => {
      entry.isDone = true;
      if (!isKept(result)) forget();
    }, forget);
    return entry.work.wait(signal);
  };
}
