import type { QuotaPreview } from '@pharos/core/api/quotas';
import { amountOf, amountText } from '@pharos/core/quotas/amount';
import type { QuotaInput } from '@pharos/core/quotas/quota';
import { lengthOf, type WindowUnit, windowAt } from '@pharos/core/quotas/window';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { spentIn } from './history.ts';
import { LiveQuota } from './live-quota.ts';
import type { Ranking } from './ranking.ts';
import { howMany } from './status.ts';

const MINUTE_MS = 60_000;
/** How many windows one looks back, and in what parts they are asked for: no finer than an edge of a window may need. */
const BACK: Record<WindowUnit, { windows: number; partMs: number }> = {
  minute: { windows: 60, partMs: MINUTE_MS },
  hour: { windows: 48, partMs: 15 * MINUTE_MS },
  day: { windows: 30, partMs: 60 * MINUTE_MS },
  week: { windows: 8, partMs: 60 * MINUTE_MS },
  month: { windows: 6, partMs: 3 * 60 * MINUTE_MS },
};
const MOST_USERS = 5;

/** What a quota would have done to what is stored, were it there. */
export async function previewOf(
  parts: { answers: Pick<Answers, 'ask'>; ranking: Ranking; clock: Clock },
  scope: ProjectScope,
  quota: QuotaInput,
): Promise<QuotaPreview> {
  const nowMs = parts.clock.nowMs();
  if (quota.scope.type === 'eachUser') {
    return { windows: [], reached: 0, users: await usersNow(parts, scope, quota, nowMs) };
  }
  const limit = Number(amountText(quota.measure, amountOf(quota.measure, quota.limit) ?? 0));
  const windows = windowsBack(quota.window, nowMs);
  const { partMs } = BACK[quota.window.unit];
  const fromMs = windows[0]?.startMs ?? nowMs;
  const toMs = fromMs + Math.ceil((nowMs + 1 - fromMs) / partMs) * partMs;
  const spent = await spentIn(parts.answers, scope, quota, { fromMs, toMs, partMs });
  const filled = windows.map(({ startMs, endMs }) => ({
    from: new Date(startMs).toISOString(),
    to: new Date(endMs).toISOString(),
    used: spent.amounts
      .slice(Math.round((startMs - fromMs) / partMs), Math.round((endMs - fromMs) / partMs))
      .reduce((sum, amount) => sum + amount, 0),
  }));
  return { windows: filled, reached: filled.filter(({ used }) => used >= limit).length, users: null };
}

/** The windows up to now, oldest first. A rolling one is taken as stretches of its length up to now. */
function windowsBack(window: QuotaInput['window'], nowMs: number): { startMs: number; endMs: number }[] {
  const windows: { startMs: number; endMs: number }[] = [];
  const lengthMs = lengthOf(window);
  const { windows: most, partMs } = BACK[window.unit];
  let beforeMs = window.type === 'rolling' ? Math.ceil(nowMs / partMs) * partMs : nowMs + 1;
  for (let count = 0; count < most; count++) {
    const { startMs, endMs } =
      window.type === 'rolling'
        ? { startMs: beforeMs - lengthMs, endMs: beforeMs }
        : windowAt(window, beforeMs - 1);
    windows.unshift({ startMs, endMs });
    beforeMs = startMs;
  }
  return windows;
}

async function usersNow(
  { ranking }: { ranking: Ranking },
  scope: ProjectScope,
  quota: QuotaInput,
  nowMs: number,
): Promise<QuotaPreview['users']> {
  const stamp = { id: 'preview', createdAt: '', updatedAt: quota.limit, updatedBy: '' };
  const live = new LiveQuota(scope, { ...quota, ...stamp }, []);
  const ranked = await ranking.of(scope, live, nowMs);
  const limit = live.limitFor('', nowMs);
  return {
    ...howMany(live, ranked, nowMs),
    most: ranked
      .slice(0, MOST_USERS)
      .map(({ user, amount }) => ({ user, used: amountText(quota.measure, amount), share: amount / limit })),
  };
}
