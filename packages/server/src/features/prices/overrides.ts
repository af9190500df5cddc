import type { PriceOverride } from '@pharos/core/api/accounts';
import type { Clock } from '@pharos/core/time';
import { LRUCache } from 'lru-cache';
import type { Records } from '../../store/records/tables.ts';
import { overridesOf } from './queries.ts';

/** The prices that a project set itself, as whoever prices spans needs them: at once, for every request. */
export interface PriceOverrides {
  of(projectId: string): Promise<readonly PriceOverride[]>;
  /** To be called when the project's prices were changed. */
  forget(projectId: string): void;
}

/** Remembers each project's prices for 30 s; the array stays the same object in between. */
export function createPriceOverrides(records: Records, clock: Clock): PriceOverrides {
  const known = new LRUCache<string, readonly PriceOverride[]>({
    max: 10_000,
    ttl: 30_000,
    ttlResolution: 0,
    perf: { now: () => clock.nowMs() },
    fetchMethod: (projectId) => overridesOf(records, projectId),
  });
  return {
    of: async (projectId) => (await known.fetch(projectId)) ?? [],
    forget: (projectId) => {
      known.delete(projectId);
    },
  };
}
