import type { MetricKind } from '@pharos/core/metric-points/point';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../../scope.ts';
import type { Plan } from '../question-plan.ts';
import { all, integer, join, latestOf, rowsOf, type Sql, sql, text, texts, trusted, within } from '../sql.ts';

/** So far before the range a point is looked for that the first one in it continues. */
const LOOK_BACK_NS = 600_000_000_000n;
const NS = 1_000_000_000n;

export interface PointsAsked {
  scope: ProjectScope;
  metric: string;
  kind: MetricKind;
  unit: string;
  /** Expressions over the attributes of a series, by which groups are told apart. */
  groupBy: readonly Sql[];
  /** Conditions on these. */
  filters: readonly Sql[];
  range: TimeRange;
  buckets: Plan['buckets'];
  /** Buckets are counted as if everything had been so much later: the period before has those of the one after it. */
  laterNs?: bigint;
  /** Only these groups; all others as one of the key {@link REST} where `rest` is told. */
  keys?: readonly string[];
  rest?: boolean;
}

/** Of all groups that are none of those asked for. */
export const REST = '';

/** An attribute of the point or, where it has none of that name, of its resource. */
export const attributeOf = (attribute: string): Sql => {
  const key = text(attribute);
  return sql`if(mapContains(attrs, ${key}), attrs[${key}], resource[${key}])`;
};

const sourceOf = ({ metric, kind, unit }: PointsAsked, range: TimeRange): Sql[] => [
  sql`metric = ${text(metric)}`,
  within(trusted('time'), range),
  sql`kind = ${text(kind)}`,
  sql`unit = ${text(unit)}`,
];

/** From when on points are looked at. */
const knownFrom = ({ range: { fromNs } }: PointsAsked): bigint =>
  fromNs > LOOK_BACK_NS ? fromNs - LOOK_BACK_NS : 0n;

/**
 * The series that are asked about, each with its group as JSON in `key`. All points of a series have the same attributes, so they are looked at
 * once a series.
 */
function seriesSql(asked: PointsAsked): Sql {
  const { scope, groupBy, filters, range, keys, rest } = asked;
  const group = groupBy.length === 0 ? sql`'[]'` : sql`toJSONString([${join(groupBy, ', ')}])`;
  const key = keys && rest ? sql`if(has(${texts(keys)}, ${group}), ${group}, ${text(REST)})` : group;
  const only = keys && !rest ? [sql`key IN ${texts(keys)}`] : [];
  const rows = rowsOf(scope, 'metric_points', ...sourceOf(asked, { ...range, fromNs: knownFrom(asked) }));
  return sql`SELECT series, ${key} AS key FROM (
  SELECT series, any(metric_points.attrs) AS attrs, any(metric_points.resource) AS resource FROM ${rows} GROUP BY series
) WHERE ${all([...filters, ...only])}`;
}

/** Rows of series, those that are asked about, with the `key` of each. */
export function keyed(asked: PointsAsked, rows: Sql): Sql {
  const { groupBy, filters } = asked;
  if (groupBy.length === 0 && filters.length === 0) return sql`SELECT *, '[]' AS key FROM (${rows})`;
  return sql`SELECT * FROM (${rows}) AS rows INNER JOIN (${seriesSql(asked)}) AS groups USING (series)`;
}

/** The points of a range by series: `bucket` is the number of theirs. */
export function pointsSql(asked: PointsAsked, columns: string, range = asked.range): Sql {
  const { scope, filters, buckets, keys, rest, laterNs = 0n } = asked;
  const ns = 'toUnixTimestamp64Nano(time)';
  const bucket = buckets
    ? sql`intDiv(${trusted(ns)} + ${integer(BigInt(buckets.offset) * NS + laterNs)}, ${integer(BigInt(buckets.seconds) * NS)})`
    : sql`toInt64(0)`;
  const chosen =
    filters.length === 0 && (keys === undefined || rest)
      ? []
      : [sql`series IN (SELECT series FROM (${seriesSql(asked)}))`];
  const rows = latestOf(
    scope,
    'metric_points',
    ...sourceOf(asked, range),
    trusted('no_value = 0'),
    ...chosen,
  );
  return sql`SELECT series, ${bucket} AS bucket, ${trusted(`${ns} AS ns, ${columns}`)} FROM ${rows}`;
}

/** Columns of one point and, as `…_before`, of the one before it in its series. */
const LAGGED = ['reading', 'start_ns', 'total', 'lows', 'highs', 'counts'] as const;
type Lagged = (typeof LAGGED)[number];

/**
 * The same with what came since the point before: `grown` of the value or count, `grown_sum`, and with `cells` as `grown_cells` how much of it
 * fell into each cell. The rule is that of core/metric-points/increase.ts; a test holds the two together. Where a histogram has become coarser,
 * a cell goes on from those that it holds; what does not add up tells no cells.
 */
export function growthsSql(asked: PointsAsked, { cells }: { cells: boolean }): Sql {
  const isValue = asked.kind === 'gauge' || asked.kind === 'sum';
  const fromNs = knownFrom(asked);
  const own = [
    'series',
    'temporality',
    'start_ns',
    `${isValue ? 'value' : 'count'} AS reading`,
    'sum AS total',
  ];
  const ofCells = ['lows', 'highs', 'counts', 'min AS least_value', 'max AS greatest_value'];
  const points = pointsSql(asked, [...own, ...(cells ? ofCells : [])].join(', '), {
    fromNs,
    toNs: asked.range.toNs,
  });
  const lagged: readonly Lagged[] = cells ? LAGGED : ['reading', 'start_ns', 'total'];
  const before = lagged.map((name) => `lagInFrame(${name}) OVER series_in_time AS ${name}_before`);
  return sql`SELECT *, temporality = 'delta' OR if(has_before, reading < reading_before OR (start_ns_before > 0 AND start_ns > start_ns_before),
    start_ns > 0 AND start_ns >= ${integer(fromNs)}) AS anew,
  multiIf(anew, reading, has_before, reading - reading_before, 0) AS grown,
  multiIf(anew, ifNull(total, 0), has_before, ifNull(total, 0) - ifNull(total_before, 0), 0) AS grown_sum
  ${trusted(cells ? `, ${GROWN_CELLS}` : '')}
FROM (SELECT *, lagInFrame(toUInt8(1), 1, toUInt8(0)) OVER series_in_time AS has_before, ${trusted(before.join(', '))}
  FROM (${points}) WINDOW series_in_time AS (PARTITION BY series ORDER BY ns ROWS BETWEEN 1 PRECEDING AND CURRENT ROW))
WHERE ns >= ${integer(asked.range.fromNs)}`;
}

const SAME_EDGES = 'arrayMap((now, then) -> now - then, counts, counts_before)';
const HELD = `arraySum((l, h, c) -> if(l >= low AND h <= high, c, 0), lows_before, highs_before, counts_before)`;
const OTHER_EDGES = `arrayMap((low, high, now) -> now - ${HELD}, lows, highs, counts)`;
const GROWN_CELLS = `multiIf(anew, counts, NOT has_before, [], lows = lows_before AND highs = highs_before, ${SAME_EDGES},
  arraySum(${OTHER_EDGES}) > grown + 0.5, [], ${OTHER_EDGES}) AS grown_cells`;
