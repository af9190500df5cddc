import type { Queries } from '../../driver.ts';
import { FINAL_WITHIN_PARTITIONS, integer, run, type Sql, sql, trusted } from '../sql.ts';
import type { Figure } from './figures.ts';
import { growthsSql, keyed, type PointsAsked, pointsSql } from './points-sql.ts';

/** A figure of a group, in a bucket or over all. */
export interface FigureRow {
  key: string;
  /** The number of the bucket; '0' where none are asked for. */
  bucket: string;
  figure: number | null;
}

export type EngineFigure = Exclude<Figure, { from: 'cells' }>;

/** What the engine works out by itself: of every group and bucket, or of the largest so many. */
export function figureRows(
  engine: Queries,
  asked: PointsAsked,
  figure: EngineFigure,
  most?: number,
): Promise<FigureRow[]> {
  const formula = figure.from === 'levels' ? 'sum(latest)' : figure.formula;
  const ending =
    most === undefined ? sql`` : sql`ORDER BY figure DESC NULLS LAST, key LIMIT ${integer(most)}`;
  return run<FigureRow>(
    engine,
    sql`SELECT key, toString(bucket) AS bucket, toFloat64(${trusted(formula)}) AS figure
FROM (${keyed(asked, rowsSql(asked, figure))}) GROUP BY key, bucket ${ending} ${FINAL_WITHIN_PARTITIONS}`,
  );
}

const COLUMNS = 'value, min AS least_value, max AS greatest_value, quantiles, quantile_values';

function rowsSql(asked: PointsAsked, figure: EngineFigure): Sql {
  if (figure.from === 'growths') return growthsSql(asked, { cells: false });
  const points = pointsSql(asked, COLUMNS);
  if (figure.from === 'points') return points;
  return sql`SELECT bucket, series, argMax(value, ns) AS latest FROM (${points}) GROUP BY bucket, series`;
}
