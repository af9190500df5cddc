import type { QuotaDecision, QuotaStanding } from '@pharos/core/api/quotas';
import { amountOf, amountText } from '@pharos/core/quotas/amount';
import {
  type Counted,
  decide,
  fits,
  freesAt,
  remainingOf,
  reservedOf,
  type Standing,
  usedOf,
} from '@pharos/core/quotas/decide';
import type { Bucket } from '@pharos/core/quotas/window';
import type { CounterRef } from '../../live/counters.ts';
import type { LiveQuota } from './live-quota.ts';
import type { Knowledge } from './tally.ts';

/** A quota that applies to somebody who wants to spend. */
export interface Applied {
  live: LiveQuota;
  subject: string;
  limit: number;
  wanted: number;
  buckets: readonly Bucket[];
  /** A counter for each bucket. */
  refs: readonly CounterRef[];
  /** The one that is spent from now. */
  into: CounterRef;
  knowledge: Knowledge;
}

/** Nothing is known of what was spent, and the quota chose to deny then. */
export const refusesBlindly = ({ live, knowledge }: Applied, unavailable = false): boolean =>
  live.denies && live.quota.onUnavailable === 'deny' && (unavailable || knowledge === 'unread');

/** What follows from the counters; `counts` undefined: they are not to be had, so each quota's own choice holds. */
export function decisionOf(
  applied: readonly Applied[],
  counts: readonly (readonly Counted[])[] | undefined,
): QuotaDecision {
  const standings = applied.map((each, index) => standingOf(each, counts?.[index]));
  const known = standings.filter(({ of }) => of.known);
  const decision = decide(known);
  const blind = standings.find(({ of }) => !of.known && refusesBlindly(of.applied, true));
  const by = blind ?? decision.by ?? standings[0];
  const quota = by === undefined ? null : present(by);
  return {
    allowed: blind === undefined && decision.allowed,
    degraded: applied.some(({ knowledge }) => counts === undefined || knowledge !== 'current'),
    quota,
    remaining: quota?.remaining ?? null,
    resetsAt: quota?.resetsAt ?? null,
    quotas: standings.map(present),
  };
}

/** The same after what was wanted is held. */
export function withHold(decision: QuotaDecision): QuotaDecision {
  const quota = decision.quota && held(decision.quota);
  return { ...decision, quota, remaining: quota?.remaining ?? null, quotas: decision.quotas.map(held) };
}

interface Of {
  applied: Applied;
  known: boolean;
}

function standingOf(applied: Applied, counts: readonly Counted[] | undefined): Standing<Of> {
  const { live, limit, wanted, buckets, knowledge } = applied;
  const known = counts !== undefined && knowledge !== 'unread';
  const [used, reserved] = counts ? [usedOf(counts), reservedOf(counts)] : [0, 0];
  const amounts = { limit, used, reserved, wanted };
  return {
    of: { applied, known },
    denies: live.denies,
    ...amounts,
    resetsAtMs: resetsAt(live, buckets, counts ?? [], amounts),
  };
}

/** When a calendar window ends; when so much has left a rolling one that there is room or, if there is, anything leaves. */
export function resetsAt(
  live: LiveQuota,
  buckets: readonly Bucket[],
  counts: readonly Counted[],
  amounts: { limit: number; used: number; reserved: number; wanted: number },
): number | null {
  if (amounts.wanted > amounts.limit) return null;
  if (live.quota.window.type === 'calendar') return buckets.at(-1)?.endMs ?? null;
  if (!fits(amounts)) return freesAt(buckets, counts, amounts);
  const oldest = counts.findIndex(({ told, settled }) => told > 0 || settled > 0);
  return buckets[oldest]?.leavesMs ?? null;
}

function present({ of: { applied, known }, ...standing }: Standing<Of>): QuotaStanding {
  const { id, name, action, measure } = applied.live.quota;
  const shown = (amount: number) => amountText(measure, amount);
  return {
    id,
    name,
    action,
    measure,
    subject: applied.subject,
    limit: shown(standing.limit),
    used: known ? shown(standing.used) : null,
    reserved: known ? shown(standing.reserved) : null,
    remaining: known ? shown(remainingOf(standing)) : null,
    resetsAt: standing.resetsAtMs === null ? null : new Date(standing.resetsAtMs).toISOString(),
    wanted: shown(standing.wanted),
    exceeded: known ? !fits(standing) : null,
  };
}

function held(standing: QuotaStanding): QuotaStanding {
  const { measure, reserved, remaining, wanted } = standing;
  if (reserved === null || remaining === null) return standing;
  const units = (text: string) => amountOf(measure, text) ?? 0;
  return {
    ...standing,
    reserved: amountText(measure, units(reserved) + units(wanted)),
    remaining: amountText(measure, Math.max(0, units(remaining) - units(wanted))),
  };
}
