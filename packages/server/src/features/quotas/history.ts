import type { Question } from '@pharos/core/question';
import type { Parts } from '@pharos/core/quotas/burn-down';
import type { QuotaInput } from '@pharos/core/quotas/quota';
import type { WindowUnit } from '@pharos/core/quotas/window';
import type { Answers } from '../../answers/answers.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { filtersOf, metricOf } from './counting.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** In what parts a window is drawn: of calendar windows all but the odd last one are whole, steps of rolling ones too. */
export const PART_MS: Record<WindowUnit, number> = {
  minute: 5 * SECOND,
  hour: MINUTE,
  day: 15 * MINUTE,
  week: HOUR,
  month: 6 * HOUR,
};

export type Counts = Pick<QuotaInput, 'scope' | 'measure'>;

/**
 * What was spent in each part of a range, by the Question that charts of it ask, so that a page, its charts and the counters
 * agree. `user`: of a quota for each user, whose.
 */
export async function spentIn(
  answers: Pick<Answers, 'ask'>,
  scope: ProjectScope,
  counts: Counts,
  { fromMs, toMs, partMs, user }: { fromMs: number; toMs: number; partMs: number; user?: string | undefined },
): Promise<Parts> {
  const metric = metricOf(counts);
  const seconds = partMs / SECOND;
  const question: Question = {
    metrics: [metric],
    dimensions: [],
    filters: filtersOf(counts.scope, user),
    search: '',
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucketSeconds: seconds,
    bucketOffsetSeconds: seconds - ((fromMs / SECOND) % seconds),
    limit: 1,
    compare: false,
  };
  const { series } = await answers.ask(scope, question);
  const points = series[0]?.points?.[metric] ?? [];
  const length = Math.ceil((toMs - fromMs) / partMs);
  return { startMs: fromMs, partMs, amounts: Array.from({ length }, (_, index) => points[index] ?? 0) };
}
