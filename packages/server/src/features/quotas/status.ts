import type { QuotaKnowledge, QuotaStatus } from '@pharos/core/api/quotas';
import { amountText } from '@pharos/core/quotas/amount';
import { type Counted, remainingOf, reservedOf, usedOf } from '@pharos/core/quotas/decide';
import { onlySubject } from '@pharos/core/quotas/quota';
import { highest, stateOf } from '@pharos/core/quotas/thresholds';
import type { QuotaWindow } from '@pharos/core/quotas/window';
import type { Clock } from '@pharos/core/time';
import { CountersUnavailable, type LiveCounters } from '../../live/counters.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { resetsAt } from './decision.ts';
import type { LiveQuota } from './live-quota.ts';
import { MAX_RANKED, type Ranked, type Ranking } from './ranking.ts';
import type { Tally } from './tally.ts';

export interface StatusParts {
  counters: Pick<LiveCounters, 'read'>;
  ranking: Ranking;
  tally: Pick<Tally, 'knowledgeOf' | 'readAtMs'>;
  clock: Clock;
}

const HOUR_MS = 3_600_000;

/**
 * Where a quota stands; of one for each user, those who used most, as telemetry knows them now, or one of them. `user` has
 * no say in quotas that are not for each user.
 */
export async function statusOf(
  parts: StatusParts,
  scope: ProjectScope,
  live: LiveQuota,
  { most, user, signal }: { most: number; user?: string | undefined; signal: AbortSignal },
): Promise<QuotaStatus> {
  const nowMs = parts.clock.nowMs();
  const window = live.windowAt(nowMs);
  const only = onlySubject(live.quota.scope);
  const ranked =
    only === undefined && user === undefined
      ? await parts.ranking.of(scope, live, { nowMs, signal })
      : undefined;
  const subjects = ranked?.slice(0, most).map((each) => each.user) ?? [only ?? user ?? ''];
  const refs = subjects.flatMap((subject) => window.buckets.map((bucket) => live.counterOf(bucket, subject)));
  const counts = await readOrNot(parts, live, refs);
  const knowledge: QuotaKnowledge = counts === undefined ? 'unavailable' : parts.tally.knowledgeOf(live);
  const readAtMs = parts.tally.readAtMs(live);
  return {
    quota: live.quota,
    window: { from: iso(window.startMs), to: iso(window.endMs) },
    readAt: readAtMs === undefined ? null : iso(readAtMs),
    degraded: knowledge !== 'current',
    knowledge,
    users: ranked ? howMany(live, ranked, nowMs) : null,
    subjects: counts
      ? subjects.map((subject) =>
          standing(live, window, subject, counts.splice(0, window.buckets.length), nowMs),
        )
      : [],
  };
}

/** How many users are near their limit, and how many have nothing left. */
export function howMany(live: LiveQuota, ranked: readonly Ranked[], nowMs: number) {
  const states = ranked.map(({ user, amount }) =>
    stateOf(amount, live.limitFor(user, nowMs), live.quota.thresholds),
  );
  const count = (state: string) => states.filter((each) => each === state).length;
  const last = states.at(-1);
  return {
    near: count('near'),
    over: count('over'),
    atLeast: ranked.length >= MAX_RANKED && last !== 'ok',
  };
}

/** What counters say; undefined while they cannot be read. */
export async function readOrNot(
  { counters }: Pick<StatusParts, 'counters'>,
  live: LiveQuota,
  refs: Parameters<LiveCounters['read']>[1],
): Promise<Counted[] | undefined> {
  try {
    return await counters.read(live.project, refs);
  } catch (error) {
    if (error instanceof CountersUnavailable) return undefined;
    throw error;
  }
}

/** With how fast it is spent, on average since the window began, and when nothing is left if that goes on. */
function standing(
  live: LiveQuota,
  window: QuotaWindow,
  subject: string,
  counts: readonly Counted[],
  nowMs: number,
): QuotaStatus['subjects'][number] {
  const { measure, thresholds, window: spec } = live.quota;
  const limit = live.limitFor(subject, nowMs);
  const [used, reserved] = [usedOf(counts), reservedOf(counts)];
  const amounts = { limit, used, reserved, wanted: 0 };
  const shown = (amount: number) => amountText(measure, amount);
  const elapsedMs = Math.max(1, nowMs - window.startMs);
  const perMs = used / elapsedMs;
  const exhaustedMs = used >= limit ? nowMs : perMs > 0 ? nowMs + (limit - used) / perMs : undefined;
  const endMs = spec.type === 'calendar' ? window.endMs : nowMs + elapsedMs;
  const resetsAtMs = resetsAt(live, window.buckets, counts, amounts);
  return {
    measure,
    subject,
    limit: shown(limit),
    used: shown(used),
    reserved: shown(reserved),
    remaining: shown(remainingOf(amounts)),
    resetsAt: resetsAtMs === null ? null : iso(resetsAtMs),
    threshold: highest(used, limit, thresholds) ?? null,
    over: used > limit,
    state: stateOf(used, limit, thresholds),
    perHour: shown(Math.min(Math.round(perMs * HOUR_MS), Number.MAX_SAFE_INTEGER)),
    exhaustedAt: exhaustedMs !== undefined && exhaustedMs < endMs ? iso(exhaustedMs) : null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
