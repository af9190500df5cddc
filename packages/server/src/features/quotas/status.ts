import type { QuotaStatus } from '@pharos/core/api/quotas';
import { amountText } from '@pharos/core/quotas/amount';
import { type Counted, remainingOf, reservedOf, usedOf } from '@pharos/core/quotas/decide';
import { onlySubject } from '@pharos/core/quotas/quota';
import { highest } from '@pharos/core/quotas/thresholds';
import type { QuotaWindow } from '@pharos/core/quotas/window';
import type { Clock } from '@pharos/core/time';
import { CountersUnavailable, type LiveCounters } from '../../live/counters.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { spendingQueryOf, subjectOf } from './counting.ts';
import { resetsAt } from './decision.ts';
import type { LiveQuota } from './live-quota.ts';
import type { Tally } from './tally.ts';

export interface StatusParts {
  counters: Pick<LiveCounters, 'read'>;
  reader: Pick<TelemetryReader, 'spending'>;
  tally: Pick<Tally, 'knowledgeOf' | 'readAtMs'>;
  clock: Clock;
}

const HOUR_MS = 3_600_000;

/** Where a quota stands; of one for each user, those who used most, as telemetry knows them now. */
export async function statusOf(
  parts: StatusParts,
  scope: ProjectScope,
  live: LiveQuota,
  most: number,
): Promise<QuotaStatus> {
  const nowMs = parts.clock.nowMs();
  const window = live.windowAt(nowMs);
  const subjects = await subjectsOf(parts, scope, live, window, most);
  const refs = subjects.flatMap((subject) => window.buckets.map((bucket) => live.counterOf(bucket, subject)));
  const counts = await readOrNot(parts, live, refs);
  const knowledge = parts.tally.knowledgeOf(live);
  const readAtMs = parts.tally.readAtMs(live);
  return {
    quota: live.quota,
    window: { from: iso(window.startMs), to: iso(window.endMs) },
    readAt: readAtMs === undefined ? null : iso(readAtMs),
    degraded: counts === undefined || knowledge !== 'current',
    subjects: counts
      ? subjects.map((subject) =>
          standing(live, window, subject, counts.splice(0, window.buckets.length), nowMs),
        )
      : [],
  };
}

async function subjectsOf(
  { reader }: StatusParts,
  scope: ProjectScope,
  live: LiveQuota,
  { startMs, endMs }: QuotaWindow,
  most: number,
): Promise<string[]> {
  const only = onlySubject(live.quota.scope);
  if (only !== undefined) return [only];
  const rows = await reader.spending(scope, spendingQueryOf(live, { fromMs: startMs, toMs: endMs }, most));
  return rows.map(({ subject }) => subjectOf(live, subject));
}

async function readOrNot(
  { counters }: StatusParts,
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
    perHour: shown(Math.min(Math.round(perMs * HOUR_MS), Number.MAX_SAFE_INTEGER)),
    exhaustedAt: exhaustedMs !== undefined && exhaustedMs < endMs ? iso(exhaustedMs) : null,
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
