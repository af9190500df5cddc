import { amountOf } from '@pharos/core/quotas/amount';
import { LRUCache } from 'lru-cache';
import { SharedWork } from '../../answers/shared-work.ts';
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
  of(
    scope: ProjectScope,
    live: LiveQuota,
    asked: { nowMs: number; search?: string; signal?: AbortSignal | undefined },
  ): Promise<readonly Ranked[]>;
}

/** Whoever asks while a ranking is being made, or soon after it, gets the same one. */
export function createRanking(reader: Pick<TelemetryReader, 'spending'>): Ranking {
  const kept = new LRUCache<string, { work: SharedWork<Ranked[]>; untilMs: number }>({ max: MAX_RANKINGS });

  const rank = async (
    scope: ProjectScope,
    live: LiveQuota,
    { nowMs, search, signal }: { nowMs: number; search: string; signal: AbortSignal },
  ) => {
    const { startMs, endMs } = live.windowAt(nowMs);
    const query = spendingQueryOf(live, { fromMs: startMs, toMs: endMs }, MAX_RANKED);
    const named = search === '' ? [] : [{ field: 'user', op: 'contains' as const, values: [search] }];
    const filters = [...(query.filters ?? []), ...named];
    const found = await reader.spending(scope, { ...query, byUser: true, filters }, signal);
    return found.map(({ subject, amount }) => ({
      user: subject,
      amount: amountOf(live.quota.measure, amount) ?? 0,
    }));
  };

  return {
    of(scope, live, { nowMs, search = '', signal }) {
      // A preview has the same version in every project.
      const key = JSON.stringify([scope, live.version, live.windowAt(nowMs).startMs, search]);
      const known = kept.get(key);
      if (known && (known.work.isRunning || performance.now() < known.untilMs))
        return known.work.wait(signal);
      const began = performance.now();
      const work = new SharedWork((stop) => rank(scope, live, { nowMs, search, signal: stop }));
      const entry = { work, untilMs: 0 };
      kept.set(key, entry);
      work.result.then(
        () => {
          const now = performance.now();
          entry.untilMs = now + Math.min(REST_FACTOR * (now - began), MAX_REST_MS);
        },
        () => {
          if (kept.peek(key) === entry) kept.delete(key);
        },
      );
      return work.wait(signal);
    },
  };
}
