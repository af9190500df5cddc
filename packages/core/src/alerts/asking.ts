import { isZeroOfNothing, metricNamed, type Rows } from '../metrics.ts';
import type { Answer, Question, Series } from '../question.ts';
import type { Band } from '../series/baseline.ts';
import { groupKey, type Reading } from './evaluate.ts';
import { asksOf, type Figure, judgeFigures } from './judge.ts';
import type { MetricWatch } from './watch.ts';

/** How many rows a figure is of, for what a metric looks at. It also ranks the groups: those with most to tell are looked at. */
const ROWS: Readonly<Record<Rows, string>> = {
  spans: 'spans',
  requests: 'requests',
  modelCalls: 'modelCalls',
  toolCalls: 'toolCalls',
  retrievals: 'retrievals',
  vectorWrites: 'vectorWrites',
  vectorCalls: 'vectorCalls',
  scores: 'scores',
  booleanScores: 'scores',
};

/** Undefined for what applications send: any figure of it is one row. */
export const rowsMetric = (metric: string): string | undefined => {
  const known = metricNamed(metric);
  return known && ROWS[known.over];
};

/** What a rule asks at a moment: a Question for each window that its condition needs, in order. */
export function questionsOf(watch: MetricWatch, atMs: number): Question[] {
  const { metric, by, filters, search, maxGroups } = watch;
  const rows = rowsMetric(metric);
  return asksOf(watch).map(({ fromAgo, toAgo }) => ({
    ...{ dimensions: by, filters, search, limit: maxGroups, compare: false },
    metrics: [...new Set([...(rows === undefined ? [] : [rows]), metric])],
    from: new Date(atMs - fromAgo * 1000).toISOString(),
    to: new Date(atMs - toAgo * 1000).toISOString(),
  }));
}

/** All groups beyond the largest, together: no group of a rule that has groups is empty. */
export const REST: readonly string[] = [];
const REST_KEY = groupKey(REST);

/** What each group tells: those of the answers, one for each of {@link questionsOf}, and those known before. */
export function readingsOf(
  watch: MetricWatch,
  answers: readonly Answer[],
  known: Iterable<string> = [],
  bands: ReadonlyMap<string, Band> = new Map(),
): Reading[] {
  const windows = answers.map(({ series }) => new Map(series.map((each) => [keyOf(each), each])));
  const keys = new Set([...windows.flatMap((window) => [...window.keys()]), ...known]);
  if (watch.by.length > 0 && !windows[0]?.has(REST_KEY)) keys.delete(REST_KEY);
  return [...keys].map((key) => {
    const figures = windows.map((window) => figureOf(watch.metric, window, key));
    return { group: JSON.parse(key) as string[], judgement: judgeFigures(watch, figures, bands.get(key)) };
  });
}

const keyOf = ({ group, other }: Series): string => groupKey(other ? REST : group);

function figureOf(metric: string, window: ReadonlyMap<string, Series>, key: string): Figure {
  const series = window.get(key);
  if (series === undefined) {
    const known = metricNamed(metric);
    // Where groups are left out it may be one of them, of which nothing is known.
    const isNothing = known !== undefined && isZeroOfNothing(known) && !window.has(REST_KEY);
    return { value: isNothing ? 0 : null, rows: 0 };
  }
  const value = series.totals[metric] ?? null;
  const rows = rowsMetric(metric);
  return { value, rows: rows === undefined ? Number(value !== null) : (series.totals[rows] ?? 0) };
}
