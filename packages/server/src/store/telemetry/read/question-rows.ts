import type { Filter } from '@pharos/core/filter';
import type { Question } from '@pharos/core/question';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import { groupConditions, rowConditions } from './filter-sql.ts';
import { searchCondition } from './search-sql.ts';
import { all, latestOf, type Sql, sql, trusted, within } from './sql.ts';

/** The rows that a question is asked of. */
export interface QuestionRows {
  from: Sql;
  /** The time by which they are in the range and in a bucket. */
  time: Sql;
}

export type Asked = Readonly<Pick<Question, 'search'>> & { filters: readonly Filter[] };

/** Spans that start in the range and meet the conditions, and those given besides. */
export function spanRows(
  scope: ProjectScope,
  { filters, search }: Asked,
  range: TimeRange,
  ...besides: Sql[]
): QuestionRows {
  const time = trusted('start_time');
  const inRange = within(time, range);
  const words = searchCondition(scope, search, range);
  const where = chosen(scope, filters, [inRange]);
  return { from: latestOf(scope, 'spans', inRange, ...besides, ...where, ...(words ? [words] : [])), time };
}

/**
 * Filters choose the rows that count; those on facts of a trace choose whole traces, out of the spans that meet
 * `among`.
 */
export function chosen(scope: ProjectScope, filters: readonly Filter[], among: readonly Sql[]): Sql[] {
  const { rows, ofTrace } = rowConditions(scope, filters);
  if (ofTrace.length === 0) return [rows];
  const spans = latestOf(scope, 'spans', ...among);
  const { having } = groupConditions(scope, ofTrace);
  return [rows, sql`trace_id IN (SELECT trace_id FROM ${spans} GROUP BY trace_id HAVING ${all([having])})`];
}
