import { isExact, isZeroOfNothing } from '@pharos/core/metrics';
import type { Answer, Series } from '@pharos/core/question';
import { isoFromNs } from '@pharos/core/time';
import { decimal } from './decimal.ts';
import { type Plan, startsOf } from './question-plan.ts';
import type { AnswerRow } from './question-sql.ts';

type Figures = Record<string, number | null>;

/** A group as its rows come in; lists are as long as there are buckets. */
interface Group {
  place: number;
  series: Series;
}

/** The answer to a question from the rows of the engine: every group has every bucket. */
export function answerOf(plan: Plan, rows: readonly AnswerRow[]): Answer {
  const { question, range, buckets } = plan;
  const groups = new Map<string, Group>();
  if (question.dimensions.length === 0) groups.set(keyOf([], 0), newGroup(plan, [], false));
  for (const row of rows) {
    const group = question.dimensions.map((_, i) => row[`k${i}`] ?? '');
    const key = keyOf(group, row.other);
    const entry = groups.get(key) ?? newGroup(plan, group, row.other === 1);
    groups.set(key, entry);
    entry.place = Number(row.place);
    enter(plan, entry.series, row);
  }
  const series = [...groups.values()]
    .sort((a, b) => Number(a.series.other) - Number(b.series.other) || a.place - b.place)
    .map((group) => group.series);
  const answer: Answer = { from: isoFromNs(range.fromNs), to: isoFromNs(range.toNs), series };
  if (!buckets) return answer;
  return { ...answer, bucketSeconds: buckets.seconds, buckets: startsOf(buckets) };
}

const keyOf = (group: readonly string[], other: number): string => JSON.stringify([other, ...group]);

function newGroup({ metrics, question, buckets }: Plan, group: string[], other: boolean): Group {
  const empty = metrics.map((metric) => [metric.name, isZeroOfNothing(metric) ? 0 : null] as const);
  const figures = (): Figures => Object.fromEntries(empty);
  const length = buckets ? buckets.last - buckets.first + 1 : 0;
  const points = () =>
    Object.fromEntries(empty.map(([name, value]) => [name, new Array<number | null>(length).fill(value)]));
  const series: Series = {
    group,
    other,
    totals: figures(),
    exact: Object.fromEntries(metrics.filter(isExact).map(({ name }) => [name, '0'])),
    ...(question.compare && { previous: figures() }),
    ...(buckets && { points: points() }),
    ...(buckets && question.compare && { previousPoints: points() }),
  };
  return { place: 0, series };
}

function enter({ metrics, buckets }: Plan, series: Series, row: AnswerRow): void {
  metrics.forEach((metric, i) => {
    const { name } = metric;
    const figure = row[`f${i}`] ?? null;
    if (row.whole === 0) {
      const list = (row.previous === 1 ? series.previousPoints : series.points)?.[name];
      const at = row.bucket - (buckets?.first ?? 0);
      if (list && at >= 0 && at < list.length) list[at] = figure;
    } else if (row.previous === 1) {
      if (series.previous) series.previous[name] = figure;
    } else {
      series.totals[name] = figure;
      if (isExact(metric)) series.exact[name] = decimal(row[`x${i}`] ?? '0');
    }
  });
}
