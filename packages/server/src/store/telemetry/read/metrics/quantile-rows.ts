import type { Cell } from '@pharos/core/metric-points/point';
import { quantileOf } from '@pharos/core/metric-points/quantile';
import type { Queries } from '../../driver.ts';
import { refusal } from '../question-plan.ts';
import { FINAL_WITHIN_PARTITIONS, integer, run, sql } from '../sql.ts';
import type { FigureRow } from './figure-rows.ts';
import { growthsSql, keyed, type PointsAsked } from './points-sql.ts';

/** Of one answer. */
const MAX_CELLS = 200_000;

interface CellRow {
  key: string;
  bucket: string;
  low: number | null;
  high: number | null;
  n: number;
}

/**
 * A quantile of histograms by group, in each bucket and over all of them. The engine adds up the cells of all series; an open end reaches as far
 * as the least or greatest value that is told. @throws ApiError when there are too many cells.
 */
export async function quantileRows(
  engine: Queries,
  asked: PointsAsked,
  quantile: number,
): Promise<{ totals: FigureRow[]; rows: FigureRow[] }> {
  const ofSeries = sql`SELECT series, bucket,
  if(l = -inf AND isNotNull(least_value), least(assumeNotNull(least_value), h), l) AS low,
  if(h = inf AND isNotNull(greatest_value), greatest(assumeNotNull(greatest_value), l), h) AS high, sum(c) AS cell
FROM (${growthsSql(asked, { cells: true })}) ARRAY JOIN lows AS l, highs AS h, arrayResize(grown_cells, length(lows)) AS c
WHERE c > 0 GROUP BY series, bucket, low, high`;
  const cells = await run<CellRow>(
    engine,
    sql`SELECT key, toString(bucket) AS bucket, low, high, sum(cell) AS n FROM (${keyed(asked, ofSeries)})
GROUP BY key, bucket, low, high LIMIT ${integer(MAX_CELLS + 1)} ${FINAL_WITHIN_PARTITIONS}`,
  );
  if (cells.length > MAX_CELLS)
    throw refusal(
      'That makes too many buckets of histograms: choose fewer groups, wider buckets or a shorter range.',
    );
  const total = ({ key }: CellRow) => ({ key, bucket: '0' });
  return { totals: quantiles(cells, quantile, total), rows: quantiles(cells, quantile, (row) => row) };
}

function quantiles(
  cells: readonly CellRow[],
  quantile: number,
  of: (row: CellRow) => { key: string; bucket: string },
): FigureRow[] {
  const groups = new Map<string, { key: string; bucket: string; cells: Cell[] }>();
  for (const row of cells) {
    const { key, bucket } = of(row);
    const id = `${bucket} ${key}`;
    const group = groups.get(id) ?? { key, bucket, cells: [] };
    group.cells.push({ low: row.low ?? -Infinity, high: row.high ?? Infinity, count: row.n });
    groups.set(id, group);
  }
  return [...groups.values()].map(({ key, bucket, cells: held }) => ({
    ...{ key, bucket },
    figure: quantileOf(held, quantile) ?? null,
  }));
}
