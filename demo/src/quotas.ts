import type { QuotaPreview } from '@pharos/core/api/quota-views';
import type { StoredQuota } from '@pharos/core/api/quotas';
import { SendError, type Sender } from './send.ts';

type Measure = StoredQuota['measure'];

interface Wish {
  name: string;
  scope: { type: string; value?: string };
  measure: Measure;
  window: { type: 'calendar' | 'rolling'; unit: 'hour' | 'day' | 'week' | 'month' };
  action: 'notify' | 'deny';
  onUnavailable?: 'allow' | 'deny';
  /** How full it shall be found; of a quota for each user, whoever has spent third most. */
  fullness: number;
}

/** What a team like this one would hold itself to: some room, some of it tight, and one that was set too low. */
export const WISHES: readonly Wish[] = [
  {
    name: 'Tokens of a customer a day',
    scope: { type: 'eachUser' },
    measure: 'tokens',
    window: { type: 'rolling', unit: 'day' },
    action: 'deny',
    fullness: 0.9,
  },
  {
    name: 'LLM budget of the month',
    scope: { type: 'project' },
    measure: 'cost',
    window: { type: 'calendar', unit: 'month' },
    action: 'notify',
    fullness: 0.86,
  },
  {
    name: 'Report writer, tokens a week',
    scope: { type: 'agent', value: 'report-writer' },
    measure: 'tokens',
    window: { type: 'rolling', unit: 'week' },
    action: 'notify',
    fullness: 1.08,
  },
  {
    name: 'Coding agent, spend a day',
    scope: { type: 'agent', value: 'coding-agent' },
    measure: 'cost',
    window: { type: 'rolling', unit: 'day' },
    action: 'deny',
    onUnavailable: 'deny',
    fullness: 0.58,
  },
  {
    name: 'Help centre, requests a week',
    scope: { type: 'tag', value: 'help-centre' },
    measure: 'requests',
    window: { type: 'calendar', unit: 'week' },
    action: 'notify',
    fullness: 0.34,
  },
];

/** About as much as is needed to be so full, in a round figure of two digits; more than nothing. */
export function limitFor(used: number, fullness: number, measure: Measure): string {
  const wanted = used / fullness;
  if (!(wanted > 0)) return measure === 'cost' ? '5' : '1000';
  const step = 10 ** (Math.floor(Math.log10(wanted)) - 1);
  const rounded = Math.round(wanted / step) * step;
  return measure === 'cost'
    ? String(Number(rounded.toPrecision(2)))
    : String(Math.max(1, Math.round(rounded)));
}

const MOST = '9007199';
/** Of the three who spent most the third is near. */
const THIRD = 2;

/**
 * Makes the quotas that are not there yet, once history is: the API tells what each would have counted, and the limit follows.
 * Whoever spent most is given some more until tomorrow. How many were made; undefined with a key that may not do that.
 */
export async function makeQuotas(sender: Sender, nowMs: number): Promise<number | undefined> {
  try {
    return await makeMissing(sender, nowMs);
  } catch (error) {
    if (error instanceof SendError && error.status === 403) return undefined;
    throw error;
  }
}

async function makeMissing(sender: Sender, nowMs: number): Promise<number> {
  const { data } = await sender.get<{ data: StoredQuota[] }>('/api/v1/quotas');
  const there = new Set(data.map(({ name }) => name));
  let made = 0;
  for (const { fullness, ...wish } of WISHES.filter(({ name }) => !there.has(name))) {
    const preview = await sender.ask<QuotaPreview>('/api/v1/quotas/preview', { ...wish, limit: MOST });
    const most = preview.users?.most ?? [];
    const third = most[Math.min(THIRD, most.length - 1)];
    const used = Number((preview.users ? third : preview.windows.at(-1))?.used ?? 0);
    const limit = limitFor(used, fullness, wish.measure);
    const { id } = await sender.ask<StoredQuota>('/api/v1/quotas', { ...wish, limit });
    made += 1;
    const [first] = most;
    if (!first) continue;
    await sender.ask(`/api/v1/quotas/${id}/raises`, {
      subject: first.user,
      add: limitFor(Number(limit) / 10, 1, wish.measure),
      expiresAt: new Date(nowMs + 24 * 3_600_000).toISOString(),
      reason: 'Moves house this week, asked support for more',
    });
  }
  return made;
}
