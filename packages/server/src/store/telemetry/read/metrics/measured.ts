import type { MetricAnswer, MetricQuestion } from '@pharos/core/api/metrics';
import type { Cell } from '@pharos/core/metric-points/point';
import { quantileOf } from '@pharos/core/metric-points/quantile';
import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { instant } from '../instant.ts';
import { bucketsOf, refusal } from '../question-plan.ts';
import { FINAL_WITHIN_PARTITIONS, integer, run, type Sql, sql, texts, trusted } from '../sql.ts';
import { type Figure, figureOf, natureOf } from './figures.ts';
import { findMetric } from './metric-list.ts';
import { growthsSql, keyed, type PointsAsked, pointsSql } from './points-sql.ts';

/** Groups × buckets of one answer, and cells that quantiles are made of. */
const MAX_POINTS = 100_000;
const MAX_CELLS = 200_000;

interface Row {
  key: string;
  bucket: string;
  figure: number | null;
}

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
  const groups = question.groupBy.length === 0 ? 1 : question.limit;
  if (count * groups > MAX_POINTS)
    throw refusal(
      `That makes ${count * groups} points, more than ${MAX_POINTS}: choose fewer groups or buckets.`,
    );
  const { metric, aggregation } = question;
  const head = { metric, aggregation, from: isoFromNs(range.fromNs), to: isoFromNs(range.toNs) };
  const starts = buckets && {
    bucketSeconds: buckets.seconds,
    buckets: Array.from({ length: count }, (_, i) =>
      new Date(((buckets.first + i) * buckets.seconds - buckets.offset) * 1000).toISOString(),
    ),
  };
  const known = await findMetric(engine, scope, question);
  if (!known) return { ...head, kind: null, unit: question.unit ?? '', ...starts, series: [], more: false };
  const { kind, unit, temporality, monotonic } = known;
  const figure = figureOf(natureOf(kind, temporality, monotonic), aggregation);
  const asked: PointsAsked = { scope, question, kind, unit, range, buckets: undefined };
  const largest = await figuresOf(engine, asked, figure, { most: question.limit + 1 });
  const chosen = largest.slice(0, question.limit);
  const keys = chosen.map(({ key }) => key);
  const perSecond = (value: number | null, seconds: number) =>
    value !== null && 'perSecond' in figure ? value / seconds : value;
  const seconds = Number(range.toNs - range.fromNs) / 1e9;
  const rows =
    buckets && keys.length > 0 ? await figuresOf(engine, { ...asked, buckets }, figure, { keys }) : [];
  const points = new Map<string, (number | null)[]>();
  for (const { key } of buckets ? chosen : []) points.set(key, new Array<number | null>(count).fill(null));
  for (const { key, bucket, figure: value } of rows) {
    if (!buckets) break;
    const start =
      BigInt(bucket) * BigInt(buckets.seconds) * 1_000_000_000n - BigInt(buckets.offset) * 1_000_000_000n;
    const end = start + BigInt(buckets.seconds) * 1_000_000_000n;
    const within = (end < range.toNs ? end : range.toNs) - (start > range.fromNs ? start : range.fromNs);
    const list = points.get(key);
    if (list) list[Number(bucket) - buckets.first] = perSecond(value, Number(within) / 1e9);
  }
  const series = chosen.map(({ key, figure: total }) => ({
    group: JSON.parse(key) as string[],
    total: perSecond(total, seconds),
    ...(buckets && { points: points.get(key) ?? [] }),
  }));
  return { ...head, kind, unit, ...starts, series, more: largest.length > question.limit };
}

/** Which groups: the largest so many, or these. */
type Chosen = { most: number } | { keys: readonly string[] };

async function figuresOf(
  engine: Queries,
  asked: PointsAsked,
  figure: Figure,
  chosen: Chosen,
): Promise<Row[]> {
  if (figure.from === 'cells') return quantilesOf(engine, asked, figure.quantile, chosen);
  const rows = keyed(asked, rowsSql(asked, figure));
  const where = 'keys' in chosen ? sql`WHERE key IN ${texts(chosen.keys)}` : sql``;
  const ending =
    'most' in chosen ? sql`ORDER BY figure DESC NULLS LAST, key LIMIT ${integer(chosen.most)}` : sql``;
  const formula = figure.from === 'levels' ? 'sum(latest)' : figure.formula;
  return run<Row>(
    engine,
    sql`SELECT key, toString(bucket) AS bucket, toFloat64(${trusted(formula)}) AS figure FROM (${rows}) ${where}
GROUP BY key, bucket ${ending} ${FINAL_WITHIN_PARTITIONS}`,
  );
}

const POINT_COLUMNS = 'value, min AS least_value, max AS greatest_value, quantiles, quantile_values';

function rowsSql(asked: PointsAsked, figure: Exclude<Figure, { from: 'cells' }>): Sql {
  if (figure.from === 'growths') return growthsSql(asked, { cells: false });
  const points = pointsSql(asked, POINT_COLUMNS);
  if (figure.from === 'points') return points;
  return sql`SELECT bucket, series, argMax(value, ns) AS latest FROM (${points}) GROUP BY bucket, series`;
}

interface CellRow {
  key: string;
  bucket: string;
  low: number | null;
  high: number | null;
  n: number;
}

/** The engine adds up the cells of all series; an open end reaches as far as the least or greatest value that is told. */
async function quantilesOf(
  engine: Queries,
  asked: PointsAsked,
  quantile: number,
  chosen: Chosen,
): Promise<Row[]> {
  const ofSeries = sql`SELECT series, bucket,
  if(l = -inf AND isNotNull(least_value), least(assumeNotNull(least_value), h), l) AS low,
  if(h = inf AND isNotNull(greatest_value), greatest(assumeNotNull(greatest_value), l), h) AS high, sum(c) AS cell
FROM (${growthsSql(asked, { cells: true })}) ARRAY JOIN lows AS l, highs AS h, arrayResize(grown_cells, length(lows)) AS c
WHERE c > 0 GROUP BY series, bucket, low, high`;
  const grown = sql`SELECT key, bucket, low, high, sum(cell) AS n FROM (${keyed(asked, ofSeries)}) GROUP BY key, bucket, low, high`;
  const some =
    'keys' in chosen
      ? sql`SELECT * FROM (${grown}) WHERE key IN ${texts(chosen.keys)}`
      : sql`SELECT *, dense_rank() OVER (ORDER BY held DESC, key) AS place FROM (SELECT *, sum(n) OVER (PARTITION BY key) AS held FROM (${grown}))
QUALIFY place <= ${integer(chosen.most)}`;
  const cells = await run<CellRow>(
    engine,
    sql`SELECT key, toString(bucket) AS bucket, low, high, n FROM (${some}) ORDER BY ${trusted('keys' in chosen ? 'key' : 'place')}, bucket
LIMIT ${integer(MAX_CELLS + 1)} ${FINAL_WITHIN_PARTITIONS}`,
  );
  if (cells.length > MAX_CELLS)
    throw refusal(
      'That makes too many buckets of histograms: choose fewer groups, wider buckets or a shorter range.',
    );
  const groups = new Map<string, { key: string; bucket: string; cells: Cell[] }>();
  for (const { key, bucket, low, high, n } of cells) {
    const group = groups.get(`${bucket} ${key}`) ?? { key, bucket, cells: [] };
    group.cells.push({ low: low ?? -Infinity, high: high ?? Infinity, count: n });
    groups.set(`${bucket} ${key}`, group);
  }
  return [...groups.values()].map((group) => ({
    key: group.key,
    bucket: group.bucket,
    figure: quantileOf(group.cells, quantile) ?? null,
  }));
}
