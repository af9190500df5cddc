import { isAdditive, metricNamed } from '../metrics.ts';
import type { Answer, Question, Series } from '../question.ts';
import { baseline } from '../series/baseline.ts';
import { bucketEdge } from '../time-range.ts';
import { questionsOf, REST, rowsMetric } from './asking.ts';
import { type Ask, asksOf, type Figure, judgeFigures } from './judge.ts';
import type { Moment } from './replay.ts';
import type { MetricWatch } from './watch.ts';

/** A Question has at most 2,000 buckets, of which the edges take a few. */
const MOST_BUCKETS = 1_900;
const DAY_SECONDS = 86_400;
/** What is usual is learned of so long before. */
const LEARN_SECONDS = 28 * DAY_SECONDS;
/** Groups that a backtest looks at. */
export const BACKTEST_GROUPS = 20;

/**
 * What a backtest asks: the figures of windows one after another, and of those before the range that its first ones are held against.
 * Windows are longer than the rule's own where a range has too many.
 */
export function backtestQuestion(
  watch: MetricWatch,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Question {
  const { condition, windowSeconds } = watch;
  const own =
    condition.kind === 'burnRate'
      ? Math.min(...condition.windows.map((each) => each.shortSeconds))
      : windowSeconds;
  const before = Math.max(
    ...asksOf(watch).map(({ fromAgo }) => fromAgo),
    condition.kind === 'anomaly' ? LEARN_SECONDS : 0,
  );
  const whole = (toMs - fromMs) / 1000 + before;
  const bucketSeconds = own * timesFor(own, Math.max(1, Math.ceil(whole / own / MOST_BUCKETS)));
  const [question] = questionsOf(watch, toMs);
  return {
    ...(question as Question),
    ...{ bucketSeconds, limit: Math.min(BACKTEST_GROUPS, watch.maxGroups) },
    from: new Date(bucketEdge(fromMs - before * 1000, bucketSeconds)).toISOString(),
    to: new Date(toMs).toISOString(),
  };
}

/** At least so many windows in one, so that a day stays a whole number of them where it is one. */
function timesFor(own: number, least: number): number {
  const perDay = DAY_SECONDS / own;
  for (let times = least; Number.isInteger(perDay) && times <= perDay; times += 1)
    if (perDay % times === 0) return times;
  return least;
}

/** What the rule would have been told at the end of each window from a time on. The answer is to {@link backtestQuestion}. */
export function momentsOf(watch: MetricWatch, answer: Answer, fromMs: number): Moment[] {
  const width = answer.bucketSeconds ?? 1;
  const ends = (answer.buckets ?? []).map((start) => Date.parse(start) + width * 1000);
  const until = Date.parse(answer.to);
  const asks = asksOf(watch);
  const groups = answer.series.map((series) => {
    const figures = figuresOf(watch.metric, series);
    return {
      group: series.other ? REST : series.group,
      figures,
      bands: bandsOf(watch, ends, figures, width),
    };
  });
  return ends.flatMap((atMs, i): Moment[] => {
    // What is not over yet is not known.
    if (atMs <= fromMs || atMs > until) return [];
    const readings = groups.map(({ group, figures, bands }) => {
      const windows = asks.map((ask) => over(watch.metric, figures, i, ask, width));
      return { group, judgement: judgeFigures(watch, windows, bands[i] ?? undefined) };
    });
    return [{ atMs, readings }];
  });
}

function figuresOf(metric: string, { points = {} }: Series): Figure[] {
  const values = points[metric] ?? [];
  const rows = rowsMetric(metric);
  const counts = rows === undefined ? undefined : points[rows];
  return values.map((value, i) => ({ value, rows: counts ? (counts[i] ?? 0) : Number(value !== null) }));
}

/** What is usual, learned of all that is known but the window itself. */
function bandsOf(
  { condition, metric }: MetricWatch,
  ends: readonly number[],
  figures: readonly Figure[],
  width: number,
) {
  if (condition.kind !== 'anomaly') return [];
  const starts = ends.map((end) => end - width * 1000);
  const values = figures.map(({ value }) => value);
  return baseline(
    { starts, values },
    { reach: condition.reach, counts: metricNamed(metric)?.unit === 'count' },
  ).bands;
}

/** The figure of a window that ends so many windows before; of several windows the sum, or the mean of all their rows. */
function over(
  metric: string,
  figures: readonly Figure[],
  i: number,
  { fromAgo, toAgo }: Ask,
  width: number,
): Figure {
  const end = i + 1 - Math.round(toAgo / width);
  const some = figures.slice(
    Math.max(0, end - Math.max(1, Math.round((fromAgo - toAgo) / width))),
    Math.max(0, end),
  );
  if (some.length <= 1) return some[0] ?? { value: null, rows: 0 };
  const rows = some.reduce((sum, each) => sum + each.rows, 0);
  const told = some.filter(({ value }) => value !== null);
  if (told.length === 0) return { value: null, rows };
  const known = metricNamed(metric);
  const sums = known !== undefined && isAdditive(known);
  const weight = (each: Figure) => (sums ? 1 : each.rows);
  const total = told.reduce((sum, each) => sum + (each.value ?? 0) * weight(each), 0);
  const of = told.reduce((sum, each) => sum + weight(each), 0);
  return { value: sums ? total : of === 0 ? null : total / of, rows };
}
