import type { QuotaPreview } from '@pharos/core/api/quota-views';
import { amountOf, amountText, MAX_AMOUNT } from '@pharos/core/quotas/amount';
import type { QuotaInput } from '@pharos/core/quotas/quota';
import { lengthOf, type WindowUnit, windowAt } from '@pharos/core/quotas/window';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { amountsIn } from './history.ts';
import { LiveQuota } from './live-quota.ts';
import type { Ranking } from './ranking.ts';
import { howMany } from './status.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How many windows one looks back; those that roll end with a step, so that who asks again gets the same. */
const BACK: Record<WindowUnit, { windows: number; stepMs: number }> = {
  minute: { windows: 60, stepMs: MINUTE_MS },
  hour: { windows: 48, stepMs: MINUTE_MS },
  day: { windows: 30, stepMs: HOUR_MS },
  week: { windows: 8, stepMs: HOUR_MS },
  month: { windows: 6, stepMs: HOUR_MS },
};
const MOST_USERS = 5;

/** What a quota would have done to what is stored, were it there. */
export async function previewOf(
  parts: { answers: Pick<Answers, 'askAll'>; ranking: Ranking; clock: Clock },
  scope: ProjectScope,
  quota: QuotaInput,
  signal: AbortSignal,
): Promise<QuotaPreview> {
  const nowMs = parts.clock.nowMs();
  if (quota.scope.type === 'eachUser') {
    return { windows: [], reached: 0, users: await usersNow(parts, scope, quota, nowMs, signal) };
  }
  const limit = amountOf(quota.measure, quota.limit) ?? MAX_AMOUNT;
  const windows = windowsBack(quota.window, nowMs);
  const amounts = await amountsIn(parts.answers, scope, quota, windows, signal);
  return {
    windows: windows.map(({ fromMs, toMs }, index) => ({
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      used: amountText(quota.measure, amounts[index] ?? 0),
    })),
    reached: amounts.filter((amount) => amount >= limit).length,
    users: null,
  };
}

/** The windows up to now, oldest first. A rolling one is taken as stretches of its length up to now. */
function windowsBack(window: QuotaInput['window'], nowMs: number): { fromMs: number; toMs: number }[] {
  const windows: { fromMs: number; toMs: number }[] = [];
  const lengthMs = lengthOf(window);
  const { windows: most, stepMs } = BACK[window.unit];
  let beforeMs = window.type === 'rolling' ? Math.ceil(nowMs / stepMs) * stepMs : nowMs + 1;
  for (let count = 0; count < most; count++) {
    const { startMs, endMs } =
      window.type === 'rolling'
        ? { startMs: beforeMs - lengthMs, endMs: beforeMs }
        : windowAt(window, beforeMs - 1);
    windows.unshift({ fromMs: startMs, toMs: endMs });
    beforeMs = startMs;
  }
  return windows;
}

async function usersNow(
  { ranking }: { ranking: Ranking },
  scope: ProjectScope,
  quota: QuotaInput,
  nowMs: number,
  signal: AbortSignal,
): Promise<QuotaPreview['users']> {
  const stamp = { id: 'preview', createdAt: '', updatedAt: quota.limit, updatedBy: '' };
  const live = new LiveQuota(scope, { ...quota, ...stamp }, []);
  const ranked = await ranking.of(scope, live, { nowMs, signal });
  const limit = live.limitFor('', nowMs);
  return {
    ...howMany(live, ranked, nowMs),
    most: ranked
      .slice(0, MOST_USERS)
      .map(({ user, amount }) => ({ user, used: amountText(quota.measure, amount), share: amount / limit })),
  };
}
