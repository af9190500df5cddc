import type { MetricAnswer, MetricQuestion } from '@pharos/core/api/metrics';
import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { instant } from '../instant.ts';
import { bucketsOf, refusal, startsOf } from '../question-plan.ts';
import { sql, texts } from '../sql.ts';
import { type FigureRow, figureRows } from './figure-rows.ts';
import { type Figure, figureOf, natureOf } from './figures.ts';
import { findMetric } from './metric-list.ts';
import { attributeOf, type PointsAsked } from './points-sql.ts';
import { quantileRows } from './quantile-rows.ts';

/** Groups × buckets of one answer. */
const MAX_POINTS = 100_000;
const NS = 1_000_000_000n;
/** The key of everything, where nothing is told apart. */
const ALL = '[]';

/** What applications measured in a range, by group and bucket. */
export async function readMeasured(
  engine: Queries,
  scope: ProjectScope,
  question: MetricQuestion,
): Promise<MetricAnswer> {
  const range = { fromNs: instant(question.from), toNs: instant(question.to) };
  if (range.fromNs >= range.toNs) throw refusal('`from` must be before `to`.');
  const buckets = bucketsOf(range, question);
  const count = buckets ? buckets.last - buckets.first + 1 : 1;
  const size = count * (question.groupBy.length === 0 ? 1 : question.limit);
  if (size > MAX_POINTS)
    throw refusal(`That makes ${size} points, more than ${MAX_POINTS}: choose fewer groups or buckets.`);
  const { metric, aggregation } = question;
  const head = {
    ...{ metric, aggregation, from: isoFromNs(range.fromNs), to: isoFromNs(range.toNs) },
    ...(buckets && {
      bucketSeconds: buckets.seconds,
      buckets: startsOf(buckets),
    }),
  };
  const known = await findMetric(engine, scope, question);
  if (!known) return { ...head, kind: null, unit: question.unit ?? '', series: [], more: false };
  const { kind, unit, temporality, monotonic } = known;
  const figure = figureOf(natureOf(kind, temporality, monotonic), aggregation);
  const groupBy = question.groupBy.map(attributeOf);
  const filters = question.filters.map(({ attribute, op, values }) => {
    const isAny = sql`${attributeOf(attribute)} IN ${texts(values)}`;
    return op === 'in' ? isAny : sql`NOT ${isAny}`;
  });
  const asked: PointsAsked = { scope, metric, kind, unit, groupBy, filters, range, buckets };
  const { totals, rows, more } = await figuresOf(engine, asked, figure, question.limit);
  const points = new Map(totals.map(({ key }) => [key, new Array<number | null>(count).fill(null)]));
  for (const { key, bucket, figure: value } of rows) {
    const list = points.get(key);
    if (buckets && list)
      list[Number(bucket) - buckets.first] = rated(figure, value, secondsOf(asked, BigInt(bucket)));
  }
  const all = Number(range.toNs - range.fromNs) / 1e9;
  const series = totals.map(({ key, figure: total }) => ({
    group: JSON.parse(key) as string[],
    total: rated(figure, total, all),
    ...(buckets && { points: points.get(key) ?? [] }),
  }));
  return { ...head, kind, unit, series, more };
}

export interface Figures {
  /** Of the largest groups, those first. */
  totals: FigureRow[];
  /** Of their buckets, if any are asked for. */
  rows: FigureRow[];
  /** There are other groups. */
  more: boolean;
}

/** Which groups are the largest is asked first, so that only their buckets are worked out. */
export async function figuresOf(
  engine: Queries,
  asked: PointsAsked,
  figure: Figure,
  limit: number,
): Promise<Figures> {
  const { groupBy } = asked;
  const whole = { ...asked, buckets: undefined };
  const isOne = groupBy.length === 0;
  const size = figure.from === 'cells' ? RECORDINGS : figure;
  const largest = isOne && figure.from === 'cells' ? [] : await figureRows(engine, whole, size, limit + 1);
  const totals = largest.slice(0, limit);
  const keys = isOne ? [ALL] : totals.map(({ key }) => key);
  const more = largest.length > limit;
  if (keys.length === 0) return { totals, rows: [], more };
  const chosen = isOne ? asked : { ...asked, keys };
  if (figure.from !== 'cells')
    return { totals, rows: asked.buckets ? await figureRows(engine, chosen, figure) : [], more };
  const quantiles = await quantileRows(engine, chosen, figure.quantile);
  const place = (row: FigureRow) => keys.indexOf(row.key);
  return { totals: quantiles.totals.sort((a, b) => place(a) - place(b)), rows: quantiles.rows, more };
}

/** By these groups of histograms are ranked when a quantile is asked for. */
const RECORDINGS = { from: 'growths', formula: 'sum(grown)' } as const;

export const rated = (figure: Figure, value: number | null, seconds: number): number | null =>
  value !== null && 'perSecond' in figure ? value / seconds : value;

/** How long the part of a bucket is that lies in the range. */
export function secondsOf({ range, buckets, laterNs = 0n }: PointsAsked, bucket: bigint): number {
  if (!buckets) return 0;
  const start = (bucket * BigInt(buckets.seconds) - BigInt(buckets.offset)) * NS - laterNs;
  const end = start + BigInt(buckets.seconds) * NS;
  const inRange = (end < range.toNs ? end : range.toNs) - (start > range.fromNs ? start : range.fromNs);
  return Number(inRange) / 1e9;
}
