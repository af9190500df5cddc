import type { Suggestion } from '@pharos/core/api/spans';
import { fieldNamed, keyOf } from '@pharos/core/fields';
import { isNumeric } from '@pharos/core/filter';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { eventColumn, eventProperty } from './event-fields.ts';
import { attributeField, spanField } from './field-columns.ts';
import { isNamed, scoreField } from './score-filter-sql.ts';
import { all, integer, LAST_NS, latestOf, rowsOf, run, type Sql, sql, text, trusted, within } from './sql.ts';

const MAX_SUGGESTIONS = 20;
/** Suggestions come from the newest so many spans, or scores, that have the field. */
const MAX_ROWS = 100_000;
const TIMEOUT_MS = 5_000;

interface Source {
  /** The list of values of one row. */
  values: Sql;
  present: Sql;
  /** Where the rows are, and the order in which the newest are found. */
  table: 'spans' | 'scores' | 'events';
}

const KEYS: Source = {
  table: 'spans',
  values: trusted(
    'arrayDistinct(arrayConcat(mapKeys(attrs), mapKeys(attrs_num), mapKeys(attrs_json), mapKeys(resource)))',
  ),
  present: trusted('1'),
};

const EVENT_KEYS = trusted('arrayConcat(mapKeys(attrs), mapKeys(attrs_num), mapKeys(attrs_json))');

const ORDERS: Record<Source['table'], { time: Sql; newest: Sql }> = {
  spans: { time: trusted('start_time'), newest: trusted('project_id DESC, start_time DESC') },
  scores: { time: trusted('time'), newest: trusted('time DESC') },
  events: { time: trusted('time'), newest: trusted('project_id DESC, time DESC') },
};

/** What an event of that name may be asked for. */
function eventSource(event: string, name: string): Source | undefined {
  const present = sql`name = ${text(event)}`;
  if (name === 'attr.') return { table: 'events', values: EVENT_KEYS, present };
  const property = name.startsWith('attr.') ? eventProperty(name.slice('attr.'.length)) : undefined;
  if (property)
    return { table: 'events', values: sql`[${property.value}]`, present: all([present, property.present]) };
  const column = eventColumn(name);
  return (
    column && { table: 'events', values: sql`[${column}]`, present: all([present, sql`${column} != ''`]) }
  );
}

const ofScores = (column: Sql, ...where: Sql[]): Source => ({
  table: 'scores',
  values: sql`[${column}]`,
  present: all([...where, sql`${column} != ''`]),
});

function sourceOf(name: string): Source | undefined {
  if (name === 'attr.') return KEYS;
  if (name === 'score.') return sourceOf('score');
  const field = fieldNamed(name);
  const keyed = keyOf(name);
  if (field?.level === 'score') {
    const column = scoreField(keyed ? 'scoreLabel' : name);
    return column && ofScores(column, ...(keyed ? [isNamed(keyed.key)] : []));
  }
  if (field?.type === 'tags') {
    return { table: 'spans', values: trusted('tags'), present: trusted('notEmpty(tags)') };
  }
  if (keyed) {
    const { value, present } = attributeField(keyed.key);
    return { table: 'spans', values: sql`[${value}]`, present };
  }
  const column = spanField(name);
  if (!column || !field || isNumeric(field)) return undefined;
  return { table: 'spans', values: sql`[toString(${column.value})]`, present: sql`${column.value} != ''` };
}

interface SuggestAsked {
  field: string;
  part: string;
  /** Of events of this name, in place of spans. */
  event?: string | undefined;
  limit?: number | undefined;
}

/** The most frequent values that contain the text, in any case; none for fields that hold numbers. */
export async function suggestValues(
  engine: Queries,
  scope: ProjectScope,
  { field, part, event, limit = MAX_SUGGESTIONS }: SuggestAsked,
  range: TimeRange,
): Promise<Suggestion[]> {
  const source = event === undefined ? sourceOf(field) : eventSource(event, field);
  if (!source) return [];
  const { time, newest } = ORDERS[source.table];
  // A score may come long after what it judges.
  const reach = source.table === 'scores' ? { ...range, toNs: LAST_NS } : range;
  const match = (value: Sql) =>
    part === '' ? sql`1` : sql`positionCaseInsensitiveUTF8(${value}, ${text(part)}) > 0`;
  const some = sql`arrayExists(each -> ${match(trusted('each'))}, ${source.values})`;
  // Most spans have one version, and there are many of them; scores are few, and what was taken back is not offered.
  const rows = source.table === 'scores' ? latestOf : rowsOf;
  const found = rows(
    scope,
    source.table,
    within(time, reach),
    source.present,
    ...(part === '' ? [] : [some]),
  );
  return run<Suggestion>(
    engine,
    sql`SELECT value, toUInt32(count()) AS count
FROM (SELECT arrayJoin(possible) AS value FROM (
  SELECT ${source.values} AS possible FROM ${found} ORDER BY ${newest} LIMIT ${integer(MAX_ROWS)}))
WHERE ${match(trusted('value'))} GROUP BY value ORDER BY count DESC, value LIMIT ${integer(limit)}`,
    { timeoutMs: TIMEOUT_MS },
  );
}
