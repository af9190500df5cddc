import type { TableFormat } from '@pharos/core/api/questions';
import { isSent } from '@pharos/core/metric-points/named';
import { isExact, type Metric } from '@pharos/core/metrics';
import type { Question } from '@pharos/core/question';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import type { PrintFormat, Queries } from '../driver.ts';
import { EngineError, TOO_LARGE } from '../engine-errors.ts';
import { askPrepared } from './leaders.ts';
import { type Plan, planOf } from './question-plan.ts';
import { questionSql } from './question-sql.ts';
import type { Rolled } from './rolled-rows.ts';
import { integer, join, named, render, type Sql, sql, trusted } from './sql.ts';

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 64 * 2 ** 20;

const FORMATS: Readonly<Record<TableFormat, PrintFormat>> = { csv: 'CSVWithNames', parquet: 'Parquet' };

/** The answer to a question as a file: all of it, or an error. Its money is exact in every row. */
export async function exportQuestion(
  engine: Queries,
  scope: ProjectScope,
  question: Question,
  format: TableFormat,
): Promise<Uint8Array> {
  if (question.metrics.some(isSent)) {
    const message = 'What applications measure is given by POST /api/v1/query alone, not as a file.';
    throw new ApiError('invalid_request', { message });
  }
  const plan = planOf(scope, question);
  const print = (rolled: Rolled | undefined) => {
    const { sql, params } = render(tableSql(plan, rolled, format));
    return engine.print(sql, params, FORMATS[format], { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  };
  try {
    return await askPrepared(engine, plan, print);
  } catch (error) {
    if (!(error instanceof EngineError && error.code === TOO_LARGE)) throw error;
    throw new ApiError('invalid_request', {
      message: `The file is larger than ${MAX_BYTES} bytes: choose fewer groups or wider buckets.`,
    });
  }
}

/** A row for each group and bucket in which something happened, in order of time, the largest group first. */
function tableSql(plan: Plan, rolled: Rolled | undefined, format: TableFormat): Sql {
  const { question, metrics, buckets } = plan;
  const { dimensions, compare } = question;
  const names = columnNames(dimensions);
  const groups = dimensions.map((_, i) => `k${i}`);
  const columns = [
    ...(buckets ? [sql`${startOf(buckets, format)} AS time`] : []),
    ...groups.map((group, i) => sql`${cellOf(group, format)} AS ${named(names[i] ?? '')}`),
    ...(groups.length > 0 ? [sql`toBool(other) AS rest`] : []),
    ...metrics.flatMap((metric, i) => [
      figureOf(metric, i, 0, metric.name),
      ...(compare ? [figureOf(metric, i, 1, `${metric.name}_previous`)] : []),
    ]),
  ];
  const by = trusted([...groups, 'other', 'bucket'].join(', '));
  return sql`SELECT ${join(columns, ', ')} FROM (${questionSql(plan, rolled)})
WHERE whole = ${integer(buckets ? 0 : 1)} GROUP BY ${by} ORDER BY bucket, other, min(place)`;
}

/** Names of dimensions as names of columns: attributes may have any, and two of them then the same one. */
function columnNames(dimensions: readonly string[]): string[] {
  const names = dimensions.map((name) => name.replace(/[^\p{L}\p{M}\p{N}_]/gu, '_'));
  return names.map((name, i) => (names.indexOf(name) === i ? name : `${name}_${i + 1}`));
}

const startOf = ({ seconds, offset }: NonNullable<Plan['buckets']>, format: TableFormat): Sql => {
  const start = sql`toDateTime(toInt64(bucket) * ${integer(seconds)} - ${integer(offset)}, 'UTC')`;
  return format === 'csv' ? sql`formatDateTime(${start}, '%FT%TZ')` : start;
};

/** A cell that begins like a formula is defused, for spreadsheets run those: CWE-1236. */
const cellOf = (column: string, format: TableFormat): Sql =>
  format === 'csv'
    ? trusted(`if(match(${column}, '^[=+\\\\-@\\t\\r]'), concat('\\'', ${column}), ${column})`)
    : trusted(column);

function figureOf(metric: Metric, i: number, previous: 0 | 1, name: string): Sql {
  const only = `previous = ${previous}`;
  if (isExact(metric)) return trusted(`sumIf(toDecimal128(x${i}, 12), ${only}) AS ${name}`);
  const whole = metric.unit === 'count' || metric.unit === 'tokens';
  return trusted(whole ? `toUInt64(sumIf(f${i}, ${only})) AS ${name}` : `anyIf(f${i}, ${only}) AS ${name}`);
}
