import type { ProjectScope } from '../../../scope.ts';
import { integer, onlyRowsOf, type Sql, sql, trusted } from '../sql.ts';
import { writtenAnew } from './anew.ts';
import { viewOf } from './views.ts';

/** What the engine holds a query to, whatever the query is. It writes nothing, to no table and to no disk. */
const LIMITS: Readonly<Record<string, number | string>> = {
  enable_analyzer: 1,
  session_timezone: `'UTC'`,
  date_time_output_format: `'iso'`,
  do_not_merge_across_partitions_select_final: 1,
  max_threads: 1,
  max_block_size: 8192,
  max_rows_to_read: 200_000_000,
  max_bytes_to_read: 50 * 2 ** 30,
  max_expanded_ast_elements: 20_000,
  function_range_max_elements_in_block: 1_000_000,
  max_bytes_before_external_group_by: 0,
  max_bytes_ratio_before_external_group_by: 0,
  max_bytes_before_external_sort: 0,
  max_bytes_ratio_before_external_sort: 0,
  // What an index skips or is remembered of a condition would depend on rows of other projects beside our own.
  use_skip_indexes: 0,
  use_query_condition_cache: 0,
};

export interface Bounds {
  /** Rows beyond these are left out. */
  limit: number;
  /** An answer of more rows or bytes is an error. */
  maxRows: number;
  maxBytes: number;
}

/** A reader's query as a statement about the rows of one project. @throws Refusal */
export function expertStatement(
  scope: ProjectScope,
  text: string,
  { limit, maxRows, maxBytes }: Bounds,
): Sql {
  const query = writtenAnew(text, (name) => viewOf(scope, name));
  const settings = { ...LIMITS, max_result_rows: maxRows, max_result_bytes: maxBytes };
  const limits = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  // Once it only reads, no further setting can be made.
  return sql`SELECT * FROM (${query}) LIMIT ${integer(limit)}
SETTINGS ${trusted(limits.join(', '))}, ${onlyRowsOf(scope)}, readonly = 1`;
}
