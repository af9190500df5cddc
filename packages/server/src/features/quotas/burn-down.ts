import type { QuotaBurnDown } from '@pharos/core/api/quota-views';
import { amountText } from '@pharos/core/quotas/amount';
import { leavingOf, type Parts, project, type UsedPoint, usedOver } from '@pharos/core/quotas/burn-down';
import { remainingOf, reservedOf, usedOf } from '@pharos/core/quotas/decide';
import { evenOutlook, type Outlook, outlookOf } from '@pharos/core/quotas/outlook';
import { onlySubject } from '@pharos/core/quotas/quota';
import { lengthOf } from '@pharos/core/quotas/window';
import type { Answers } from '../../answers/answers.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { amountsIn, PART_MS, type Range, spentIn } from './history.ts';
import type { LiveQuota } from './live-quota.ts';
import { readOrNot, type StatusParts } from './status.ts';

export type BurnDownParts = StatusParts & { answers: Pick<Answers, 'ask' | 'askAll'> };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days and weeks go by their pattern, as the last four weeks had it. */
const HISTORY_MS = 28 * DAY_MS;

/**
 * How the window of a quota went, and how it goes on. Of one for each user, for whom is asked, else for whoever used most.
 * Where counters cannot be read, what is stored counts.
 */
export async function burnDownOf(
  parts: BurnDownParts,
  scope: ProjectScope,
  live: LiveQuota,
  { subject: wanted, signal }: { subject?: string | undefined; signal: AbortSignal },
): Promise<QuotaBurnDown> {
  const nowMs = parts.clock.nowMs();
  const { id: quotaId, measure, window } = live.quota;
  const only = onlySubject(live.quota.scope);
  const subject = only ?? wanted ?? (await parts.ranking.of(scope, live, { nowMs, signal }))[0]?.user ?? null;
  const { startMs, endMs, buckets } = live.windowAt(nowMs);
  const lengthMs = lengthOf(window);
  const rolls = window.type === 'rolling';
  const shown = rolls ? { from: nowMs - lengthMs, to: nowMs + lengthMs } : { from: startMs, to: endMs };
  const whose = { user: only === undefined ? (subject ?? undefined) : undefined };

  const partMs = PART_MS[window.unit];
  // Enough before it to know the pace of a short window from its beginning, and what has left a rolling one.
  const reachMs = rolls ? lengthMs : lengthMs < DAY_MS ? lengthMs : 0;
  const fromMs = rolls ? Math.floor((shown.from - reachMs) / partMs) * partMs : startMs - reachMs;
  const toMs = fromMs + Math.ceil((nowMs + 1 - fromMs) / partMs) * partMs;
  const spent =
    subject === null
      ? { startMs: fromMs, partMs, amounts: [] }
      : await spentIn(parts.answers, scope, live.quota, { fromMs, toMs, partMs, ...whose }, signal);
  const points = usedOver(spent, rolls ? { lengthMs } : { startMs, endMs }, nowMs);

  const counts =
    subject === null
      ? []
      : await readOrNot(
          parts,
          live,
          buckets.map((bucket) => live.counterOf(bucket, subject)),
        );
  const limit = live.limitFor(subject ?? '', nowMs);
  const [used, reserved] = counts
    ? [usedOf(counts), reservedOf(counts)]
    : [await stored(parts, scope, live, { fromMs: startMs, toMs: endMs, ...whose }, signal), 0];
  const text = (amount: number) => amountText(measure, amount);
  const figure = { limit: Number(text(limit)), used: Number(text(used)) };

  const outlook =
    subject === null
      ? undefined
      : ((await history(parts, scope, live, spent, { ...whose, nowMs, toMs: shown.to, signal })) ??
        evenOutlook(figure.used, { fromMs: rolls ? shown.from : startMs, nowMs, toMs: shown.to }));
  const projection =
    outlook &&
    project({
      ...figure,
      ...{ nowMs, endMs: shown.to, outlook },
      leaving: rolls ? leavingOf(spent, lengthMs) : [],
    });
  return {
    quotaId,
    measure,
    subject,
    window: { from: iso(shown.from), to: iso(shown.to) },
    at: iso(nowMs),
    limit: text(limit),
    used: text(used),
    remaining: text(remainingOf({ limit, used, reserved })),
    points: [...points.filter(({ atMs }) => atMs < nowMs), { atMs: nowMs, used: figure.used }].map(
      presentPoint,
    ),
    projection: projection
      ? {
          method: projection.method,
          path: projection.path.map(({ low, high, ...point }) => ({ ...presentPoint(point), low, high })),
          exhaustedAt: isoOrNull(projection.exhaustedAtMs),
          earliest: isoOrNull(projection.earliestMs),
          latest: isoOrNull(projection.latestMs),
        }
      : null,
  };
}

/** What counts where counters cannot be read. */
async function stored(
  { answers }: BurnDownParts,
  scope: ProjectScope,
  { quota }: LiveQuota,
  range: Range,
  signal: AbortSignal,
): Promise<number> {
  const [amount] = await amountsIn(answers, scope, quota, [range], signal);
  return amount ?? 0;
}

/** What is to come by what was: for windows of a day and more by the hours of the last weeks, else by the last parts. */
async function history(
  { answers }: BurnDownParts,
  scope: ProjectScope,
  live: LiveQuota,
  spent: Parts,
  {
    user,
    nowMs,
    toMs,
    signal,
  }: { user: string | undefined; nowMs: number; toMs: number; signal: AbortSignal },
): Promise<Outlook | undefined> {
  const lengthMs = lengthOf(live.quota.window);
  const untilMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const range = { fromMs: untilMs - HISTORY_MS, toMs: untilMs, partMs: HOUR_MS, user };
  const { startMs, partMs, amounts } =
    lengthMs < DAY_MS
      ? lastOf(spent, nowMs, lengthMs)
      : await spentIn(answers, scope, live.quota, range, signal);
  // Before the first of it, nobody measured; after it, nothing is nothing.
  const first = amounts.findIndex((amount) => amount > 0);
  return outlookOf(
    {
      starts: amounts.map((_, index) => startMs + index * partMs),
      values: amounts.map((amount, index) => (first < 0 || index < first ? null : amount)),
    },
    toMs,
  );
}

/** The complete ones of the last parts, so many milliseconds back. */
function lastOf({ startMs, partMs, amounts }: Parts, nowMs: number, lengthMs: number): Parts {
  const complete = Math.floor((nowMs - startMs) / partMs);
  const from = Math.max(0, complete - Math.round(lengthMs / partMs));
  return { startMs: startMs + from * partMs, partMs, amounts: amounts.slice(from, complete) };
}

const presentPoint = ({ atMs, used }: UsedPoint) => ({ at: iso(atMs), used });
const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
