import type { DifferencesRequest } from '@pharos/core/api/differences';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import { ROWS } from './metric-sql.ts';
import { dimension } from './question-parts.ts';
import { chosen, spanRows } from './question-rows.ts';
import {
  all,
  FINAL_WITHIN_PARTITIONS,
  integer,
  join,
  rowsOf,
  type Sql,
  sql,
  trusted,
  within,
} from './sql.ts';

/** The values of a dimension that have the largest share on either side: all that can differ by one in a hundred. */
const VALUES_EACH = 200;
/** Attributes are looked for in the newest so many rows. */
const ROWS_LOOKED_AT = 50_000;
/** An attribute with more values than this is an id, a number or a text. */
const MAX_ATTRIBUTE_VALUES = 500;

export interface Compared extends Pick<DifferencesRequest, 'over' | 'filters' | 'search'> {
  range: TimeRange;
  selection: { range: TimeRange; filters: DifferencesRequest['filters'] };
}

/** One value of a dimension; `place` −1 stands for all rows. */
export interface CountedRow {
  place: number;
  value: string;
  selected: string;
  rest: string;
  fingerprint: string;
  distinct: string;
}

/**
 * Counts every value of every dimension in the selection and in the rest. The rows are read and made one version of once,
 * and grouped by each dimension by itself; a span that has several tags is grouped by all of them, and told to each
 * afterwards. The fingerprint is a sum of hashes of the rows, so it is equal for two values that the same rows have.
 */
export function differencesSql(scope: ProjectScope, asked: Compared, dimensions: readonly string[]): Sql {
  const rows = spanRows(scope, asked, asked.range, trusted(ROWS[asked.over]));
  const selected = all([
    within(trusted('start_time'), asked.selection.range),
    ...chosen(scope, asked.selection.filters, [within(trusted('start_time'), asked.range)]),
  ]);
  const group = (i: number) => trusted(`g${i}`);
  const isTag = (name: string) => name === 'tag';
  const groups = dimensions.map(
    (name, i) => sql`${isTag(name) ? trusted('tags') : dimension(name)} AS ${group(i)}`,
  );
  const places = dimensions.map((_, i) => sql`grouping(${group(i)}) = 0, ${integer(i)}`);
  const values = dimensions.map((name, i) => {
    const each = isTag(name) ? sql`if(empty(${group(i)}), [''], ${group(i)})` : sql`[toString(${group(i)})]`;
    return sql`grouping(${group(i)}) = 0, ${each}`;
  });
  const sets = dimensions.map((_, i) => sql`(${group(i)})`);
  return sql`SELECT place, value, selected, rest, toString(hash) AS fingerprint, distinct
FROM (
  SELECT place, value, sum(selecteds) AS selected, sum(rests) AS rest, sumWithOverflow(hashes) AS hash,
    count() OVER (PARTITION BY place) AS distinct,
    max(if(place = -1, selected, 0)) OVER () AS all_selected, max(if(place = -1, rest, 0)) OVER () AS all_rest
  FROM (
    SELECT toInt32(multiIf(${join(places, ', ')}, -1)) AS place, arrayJoin(multiIf(${join(values, ', ')}, [''])) AS value,
      countIf(chosen) AS selecteds, countIf(NOT chosen) AS rests, sumWithOverflow(row_hash) AS hashes
    FROM (
      SELECT ${selected} AS chosen, cityHash64(trace_id, span_id) AS row_hash, ${join(groups, ', ')}
      FROM ${rows.from}
    )
    GROUP BY GROUPING SETS ((), ${join(sets, ', ')})
  )
  GROUP BY place, value
)
ORDER BY greatest(selected / all_selected, rest / all_rest) DESC, value LIMIT ${integer(VALUES_EACH)} BY place
${FINAL_WITHIN_PARTITIONS}`;
}

/** The most frequent attributes that have few values, as dimensions, out of the newest rows of the range. */
export function attributesSql(scope: ProjectScope, { range, over }: Compared, limit: number): Sql {
  const rows = rowsOf(scope, 'spans', within(trusted('start_time'), range), trusted(ROWS[over]));
  return sql`SELECT concat('attr.', pair.1) AS name FROM (
  SELECT arrayJoin(arrayConcat(
    CAST(attrs, 'Array(Tuple(String, String))'),
    CAST(mapApply((key, number) -> (key, toString(number)), attrs_num), 'Array(Tuple(String, String))'),
    CAST(attrs_json, 'Array(Tuple(String, String))'),
    CAST(resource, 'Array(Tuple(String, String))')
  )) AS pair
  FROM (
    SELECT attrs, attrs_num, attrs_json, resource FROM ${rows}
    ORDER BY project_id DESC, start_time DESC LIMIT ${integer(ROWS_LOOKED_AT)}
  )
) GROUP BY pair.1 HAVING uniq(pair.2) <= ${integer(MAX_ATTRIBUTE_VALUES)}
ORDER BY count() DESC, name LIMIT ${integer(limit)}`;
}
