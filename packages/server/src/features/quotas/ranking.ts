import { amountOf } from '@pharos/core/quotas/amount';
import { LRUCache } from 'lru-cache';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { spendingQueryOf } from './counting.ts';
import type { LiveQuota } from './live-quota.ts';

/** So many users are looked at: those who spent most. */
export const MAX_RANKED = 5_000;
const MAX_RANKINGS = 50;
/** A ranking is shown again for so many times as long as it took to make: pages ask for it again and again. */
const REST_FACTOR = 10;
const MAX_REST_MS = 30_000;

export interface Ranked {
  user: string;
  /** In units of the quota's counters. */
  amount: number;
}

/** Who spent how much under a quota in the window that holds, by what is stored, most first. */
export interface Ranking {
  of(scope: ProjectScope, live: LiveQuota, nowMs: number, search?: string): Promise<readonly Ranked[]>;
}

/** Whoever asks while a ranking is being made, or soon after it, gets the same one. */
export function createRanking(reader: Pick<TelemetryReader, 'spending'>): Ranking {
  const kept = new LRUCache<string, { rows: Promise<Ranked[]>; untilMs: number }>({ max: MAX_RANKINGS });

  const rank = async (scope: ProjectScope, live: LiveQuota, nowMs: number, search: string) => {
    const { startMs, endMs } = live.windowAt(nowMs);
    const query = spendingQueryOf(live, { fromMs: startMs, toMs: endMs }, MAX_RANKED);
    const found = await reader.spending(scope, {
      ...query,
      byUser: true,
      filters: [
        ...(query.filters ?? []),
        ...(search === '' ? [] : [{ field: 'user', op: 'contains' as const, values: [search] }]),
      ],
    });
    return found.map(({ subject, amount }) => ({
      user: subject,
      amount: amountOf(live.quota.measure, amount) ?? 0,
    }));
  };

  return {
    of(scope, live, nowMs, search = '') {
      // A preview has the same version in every project.
      const key = JSON.stringify([scope, live.version, live.windowAt(nowMs).startMs, search]);
      const known = kept.get(key);
      if (known && performance.now() < known.untilMs) return known.rows;
      const began = performance.now();
      const rows = rank(scope, live, nowMs, search);
      const entry = { rows, untilMs: Number.POSITIVE_INFINITY };
      kept.set(key, entry);
      rows.then(
        () => {
          const now = performance.now();
          entry.untilMs = now + Math.min(REST_FACTOR * (now - began), MAX_REST_MS);
        },
        () => kept.delete(key),
      );
      return rows;
    },
  };
}
