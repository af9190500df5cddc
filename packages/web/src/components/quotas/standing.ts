import type { QuotaKnowledge, QuotaStatus, StoredQuota } from '@pharos/core/api/quotas';
import type { QuotaState } from '@pharos/core/quotas/thresholds';
import type { Tone } from '../Badge.tsx';

/** How a quota is doing, in the order in which it needs attention. `off`: nothing is counted. */
export const STANDINGS = ['over', 'unavailable', 'near', 'behind', 'unread', 'ok', 'off'] as const;
export type Standing = (typeof STANDINGS)[number];

export const STANDING_TONE: Record<Standing, Tone> = {
  over: 'bad',
  unavailable: 'bad',
  near: 'warn',
  behind: 'warn',
  unread: 'neutral',
  ok: 'good',
  off: 'neutral',
};

export interface QuotaRow {
  quota: StoredQuota;
  /** Undefined while it is asked for, and of one that is off. */
  status: QuotaStatus | undefined;
  /** Undefined while it is asked for. */
  standing: Standing | undefined;
  /** Of the limit, of whoever used most; undefined while unknown. */
  share: number | undefined;
}

const DOUBTS: Record<QuotaKnowledge, Standing | undefined> = {
  current: undefined,
  behind: 'behind',
  unread: 'unread',
  unavailable: 'unavailable',
};

/** What is full comes before what is in doubt: figures that are behind only grow. */
export function standingOf({ knowledge, users, subjects }: QuotaStatus): Standing {
  const worst: QuotaState =
    users === null ? (subjects[0]?.state ?? 'ok') : users.over > 0 ? 'over' : users.near > 0 ? 'near' : 'ok';
  const doubt = DOUBTS[knowledge];
  if (doubt === 'unavailable' || doubt === 'unread') return doubt;
  return worst === 'ok' ? (doubt ?? 'ok') : worst;
}

/**
 * When there is more again, ISO 8601: of a calendar window when it ends; of a rolling one, which has no end, when something
 * leaves it. Null: nothing was spent, or each user has a moment of their own.
 */
export const freesAt = ({ quota, window, users, subjects }: QuotaStatus): string | null => {
  if (quota.window.type === 'calendar') return window.to;
  return users === null ? (subjects[0]?.resetsAt ?? null) : null;
};

/** Quotas with where they stand, those first that need attention, of these the fullest. */
export function rowsOf(
  quotas: readonly StoredQuota[],
  statuses: readonly QuotaStatus[] | undefined,
): QuotaRow[] {
  const byId = new Map(statuses?.map((status) => [status.quota.id, status]));
  const rows = quotas.map((quota): QuotaRow => {
    const status = byId.get(quota.id);
    const subject = status?.subjects[0];
    return {
      quota,
      status,
      standing: quota.enabled ? status && standingOf(status) : 'off',
      share: subject && Number(subject.used) / Number(subject.limit),
    };
  });
  const rank = ({ standing }: QuotaRow) => (standing ? STANDINGS.indexOf(standing) : STANDINGS.length);
  return rows.sort((a, b) => rank(a) - rank(b) || (b.share ?? -1) - (a.share ?? -1));
}
