import type { Answer, Series } from '@pharos/core/question';
import { isoFromNs } from '@pharos/core/time';
import { decimal } from './decimal.ts';
import type { AnswerRow, Plan } from './question-sql.ts';

type Figures = Record<string, number | null>;

/** Counts and sums of nothing are 0; averages, shares and quantiles of nothing are unknown. */
const EMPTY_IS_ZERO: ReadonlySet<string> = new Set(['count', 'countWhere', 'sum', 'distinct']);

/** The answer to a question from the rows of the engine: every group has every bucket. */
export function answerOf(plan: Plan, rows: readonly AnswerRow[]): Answer {
  const { question, range, buckets } = plan;
  /** By place; what is beyond the largest groups comes last. */
  const groups = new Map<number, Series>();
  const whole = question.dimensions.length === 0;
  if (whole) groups.set(0, newSeries(plan, [], false));
  for (const row of rows) {
    const names = question.dimensions.map((_, i) => row[`k${i}`] ?? '');
    const series = groups.get(row.place) ?? newSeries(plan, names, !whole && row.place === 0);
    groups.set(row.place, series);
    enter(plan, series, row);
  }
  const series = [...groups.entries()]
    .sort(([a], [b]) => (a || Number.POSITIVE_INFINITY) - (b || Number.POSITIVE_INFINITY))
    .map(([, each]) => each);
  const answer: Answer = { from: isoFromNs(range.fromNs), to: isoFromNs(range.toNs), series };
  if (!buckets) return answer;
  const starts = Array.from({ length: buckets.last - buckets.first + 1 }, (_, i) =>
    new Date((buckets.first + i) * buckets.seconds * 1000).toISOString(),
  );
  return { ...answer, bucketSeconds: buckets.seconds, buckets: starts };
}

/** Nothing yet; lists are as long as there are buckets. */
function newSeries({ metrics, question, buckets }: Plan, group: string[], other: boolean): Series {
  const empty = metrics.map(
    ({ name, aggregation }) => [name, EMPTY_IS_ZERO.has(aggregation.type) ? 0 : null] as const,
  );
  const figures = (): Figures => Object.fromEntries(empty);
  const length = buckets ? buckets.last - buckets.first + 1 : 0;
  const points = () =>
    Object.fromEntries(empty.map(([name, value]) => [name, new Array<number | null>(length).fill(value)]));
  return {
    group,
    other,
    totals: figures(),
    exact: Object.fromEntries(metrics.filter(({ unit }) => unit === 'usd').map(({ name }) => [name, '0'])),
    ...(question.compare && { previous: figures() }),
    ...(buckets && { points: points() }),
    ...(buckets && question.compare && { previousPoints: points() }),
  };
}

function enter({ metrics, buckets }: Plan, series: Series, row: AnswerRow): void {
  metrics.forEach(({ name, unit }, i) => {
    const figure = row[`f${i}`] ?? null;
    if (row.whole === 0) {
      const list = (row.previous === 1 ? series.previousPoints : series.points)?.[name];
      const at = row.bucket - (buckets?.first ?? 0);
      if (list && at >= 0 && at < list.length) list[at] = figure;
    } else if (row.previous === 1) {
      if (series.previous) series.previous[name] = figure;
    } else {
      series.totals[name] = figure;
      if (unit === 'usd') series.exact[name] = decimal(row[`x${i}`] ?? '0');
    }
  });
}
