import type { ListQuery } from '@pharos/core/api/common';
import type { SpanSkeleton } from '@pharos/core/api/spans';
import type { Clock } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { readListQuery } from './list-query.ts';
import { spanRows } from './question-rows.ts';
import { SKELETON_COLUMNS, type SkeletonRow, skeletonOf } from './span-row.ts';
import { FINAL_WITHIN_PARTITIONS, integer, latestOf, run, sql, trusted, within } from './sql.ts';

const LONGEST_FIRST = 'ORDER BY duration_ns DESC, start_time DESC, span_id';

/** The spans of a range that took longest, longest first. Which they are is found by their durations alone. */
export async function slowestSpans(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  query: ListQuery,
): Promise<SpanSkeleton[]> {
  const { range, filters, search, limit } = readListQuery(clock, query);
  const { from } = spanRows(scope, { filters, search }, range);
  const found = sql`SELECT start_time, trace_id, span_id FROM ${from} ${trusted(LONGEST_FIRST)} LIMIT ${integer(limit)}`;
  const inRange = within(trusted('start_time'), range);
  const rows = await run<SkeletonRow>(
    engine,
    sql`SELECT ${trusted(SKELETON_COLUMNS)}
FROM ${latestOf(scope, 'spans', inRange, sql`(start_time, trace_id, span_id) IN (${found})`)}
${trusted(LONGEST_FIRST)} ${FINAL_WITHIN_PARTITIONS}`,
  );
  return rows.map(skeletonOf);
}
