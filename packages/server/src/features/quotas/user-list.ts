import type { QuotaUser } from '@pharos/core/api/quota-views';
import { amountText } from '@pharos/core/quotas/amount';
import { remainingOf, reservedOf, usedOf } from '@pharos/core/quotas/decide';
import { highest, stateOf } from '@pharos/core/quotas/thresholds';
import { ApiError } from '../../errors.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { LiveQuota } from './live-quota.ts';
import { MAX_RANKED, type Ranked } from './ranking.ts';
import { readOrNot, type StatusParts } from './status.ts';

export interface UserListQuery {
  search: string;
  state: 'all' | QuotaUser['state'];
  sort: 'used' | 'share' | 'user';
  order: 'asc' | 'desc';
  cursor?: string | undefined;
  limit: number;
  signal: AbortSignal;
}

interface Placed extends Ranked {
  limit: number;
}

const COMPARE: Record<UserListQuery['sort'], (a: Placed, b: Placed) => number> = {
  used: (a, b) => a.amount - b.amount,
  share: (a, b) => a.amount / a.limit - b.amount / b.limit,
  user: (a, b) => (a.user < b.user ? -1 : 1),
};

/**
 * A page of the users who spend under a quota. Order and state are by what is stored; of those on the page, a quota for each
 * user says what its counters say. A cursor is a place in the list: who overtakes another meanwhile may be seen twice.
 */
export async function usersOf(
  parts: StatusParts,
  scope: ProjectScope,
  live: LiveQuota,
  { search, state, sort, order, cursor, limit: most, signal }: UserListQuery,
): Promise<{ data: QuotaUser[]; nextCursor: string | null; atLeast: boolean }> {
  const nowMs = parts.clock.nowMs();
  const { scope: counts, thresholds } = live.quota;
  const apart = counts.type === 'eachUser';
  const ranked = await parts.ranking.of(scope, live, { nowMs, search, signal });
  const direction = order === 'asc' ? 1 : -1;
  const listed = ranked
    .map((each): Placed => ({ ...each, limit: live.limitFor(apart ? each.user : '', nowMs) }))
    .filter(({ amount, limit }) => state === 'all' || (apart && stateOf(amount, limit, thresholds) === state))
    .sort((a, b) => direction * COMPARE[sort](a, b) || COMPARE.user(a, b));
  const from = placeOf(cursor);
  const page = listed.slice(from, from + most);
  return {
    data: apart
      ? await withCounters(parts, live, page, nowMs)
      : page.map((each) => present(live, nowMs, each, each.amount)),
    nextCursor: from + most < listed.length ? String(from + most) : null,
    atLeast: ranked.length >= MAX_RANKED,
  };
}

async function withCounters(
  parts: StatusParts,
  live: LiveQuota,
  page: readonly Placed[],
  nowMs: number,
): Promise<QuotaUser[]> {
  const { buckets } = live.windowAt(nowMs);
  const refs = page.flatMap(({ user }) => buckets.map((bucket) => live.counterOf(bucket, user)));
  const counts = await readOrNot(parts, live, refs);
  return page.map((each) => {
    const own = counts?.splice(0, buckets.length);
    const used = own ? Math.max(usedOf(own), each.amount) : each.amount;
    return present(live, nowMs, each, used, own ? reservedOf(own) : 0);
  });
}

function present(
  live: LiveQuota,
  nowMs: number,
  { user, limit }: Placed,
  used: number,
  reserved = 0,
): QuotaUser {
  const { measure, thresholds, scope } = live.quota;
  const apart = scope.type === 'eachUser';
  const shown = (amount: number) => amountText(measure, amount);
  return {
    user,
    used: shown(used),
    share: used / limit,
    limit: apart ? shown(limit) : null,
    remaining: apart ? shown(remainingOf({ limit, used, reserved })) : null,
    threshold: apart ? (highest(used, limit, thresholds) ?? null) : null,
    state: apart ? stateOf(used, limit, thresholds) : 'ok',
    raised: apart && live.isRaised(user, nowMs),
  };
}

function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,6}$/.test(cursor)) throw new ApiError('invalid_request', { message: 'This is no cursor.' });
  return Number(cursor);
}
