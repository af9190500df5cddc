import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import { inTime } from './in-time.ts';
import type { ProjectScope } from './store/scope.ts';

/** How old an answer may be, and how long one waits for a new one while there is an old one, in milliseconds. */
export interface Demand {
  freshMs: number;
  patienceMs: number;
  /** How long one waits where there is none; no longer than that unless said. */
  firstMs?: number;
  /** What takes long is not read all the time: it may be so many times as old as the time that reading it took. */
  restFactor?: number;
}

const MAX_PROJECTS = 1_000;

/** What was read of a project, read anew when it is older than is asked, once for all who ask. */
export function kept<Value extends object>(
  clock: Clock,
  read: (project: ProjectScope) => Promise<Value>,
): (project: ProjectScope, demand: Demand) => Promise<Value> {
  const known = new LRUCache<string, { value: Value; readAtMs: number; tookMs: number }>({
    max: MAX_PROJECTS,
  });
  const underWay = new Map<string, Promise<Value>>();
  const refresh = (project: ProjectScope): Promise<Value> => {
    const running = underWay.get(project);
    if (running) return running;
    const readAtMs = clock.nowMs();
    const began = performance.now();
    const begun = read(project)
      .then((value) => {
        known.set(project, { value, readAtMs, tookMs: performance.now() - began });
        return value;
      })
      .finally(() => underWay.delete(project));
    underWay.set(project, begun);
    return begun;
  };
  return async (project, { freshMs, patienceMs, firstMs = patienceMs, restFactor = 0 }) => {
    const before = known.get(project);
    if (before && clock.nowMs() - before.readAtMs < Math.max(freshMs, restFactor * before.tookMs)) {
      return before.value;
    }
    try {
      return await inTime(refresh(project), before ? patienceMs : firstMs);
    } catch (error) {
      if (before) return before.value;
      throw error;
    }
  };
}
