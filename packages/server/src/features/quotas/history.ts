import type { Question } from '@pharos/core/question';
import { amountOf } from '@pharos/core/quotas/amount';
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

/** A stretch of time, of a quota for each user that of one of them. */
export interface Range {
  fromMs: number;
  toMs: number;
  user?: string | undefined;
}

/** The Question that charts of it ask, so that a page, its charts and the counters agree. */
const questionOf = (counts: Counts, { fromMs, toMs, user }: Range): Question => ({
  metrics: [metricOf(counts)],
  dimensions: [],
  filters: filtersOf(counts.scope, user),
  search: '',
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
  limit: 1,
  compare: false,
});

/** What was spent in each part of a range, as it is drawn. */
export async function spentIn(
  answers: Pick<Answers, 'ask'>,
  scope: ProjectScope,
  counts: Counts,
  { partMs, ...range }: Range & { partMs: number },
  signal: AbortSignal,
): Promise<Parts> {
  const { fromMs, toMs } = range;
  const seconds = partMs / SECOND;
  const question: Question = {
    ...questionOf(counts, range),
    bucketSeconds: seconds,
    bucketOffsetSeconds: seconds - ((fromMs / SECOND) % seconds),
  };
  const { series } = await answers.ask(scope, question, signal);
  const points = series[0]?.points?.[metricOf(counts)] ?? [];
  const length = Math.ceil((toMs - fromMs) / partMs);
  return { startMs: fromMs, partMs, amounts: Array.from({ length }, (_, index) => points[index] ?? 0) };
}

/** What was spent in each of several ranges, to the last digit, in units of counters. */
export async function amountsIn(
  answers: Pick<Answers, 'askAll'>,
  scope: ProjectScope,
  counts: Counts,
  ranges: readonly Range[],
  signal: AbortSignal,
): Promise<number[]> {
  const metric = metricOf(counts);
  const amounts = new Array<number>(ranges.length).fill(0);
  const questions = ranges.map((range) => questionOf(counts, range));
  for await (const outcome of answers.askAll(scope, questions, signal)) {
    if ('error' in outcome) throw outcome.error;
    const [total] = outcome.answer.series;
    const text = total?.exact[metric] ?? String(total?.totals[metric] ?? 0);
    amounts[outcome.index] = amountOf(counts.measure, text) ?? 0;
  }
  return amounts;
}
