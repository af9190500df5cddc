import type { Suggestion } from '@pharos/core/api/spans';
import { fieldNamed } from '@pharos/core/fields';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { attributeField, spanField } from './field-columns.ts';
import { integer, rowsOf, run, type Sql, sql, text, trusted, within } from './sql.ts';

const MAX_SUGGESTIONS = 20;
/** Suggestions come from the newest so many spans that have the field. */
const MAX_ROWS = 100_000;
const TIMEOUT_MS = 5_000;

interface Source {
  /** The list of values of one span. */
  values: Sql;
  present: Sql;
}

const KEYS: Source = {
  values: trusted(
    'arrayDistinct(arrayConcat(mapKeys(attrs), mapKeys(attrs_num), mapKeys(attrs_json), mapKeys(resource)))',
  ),
  present: trusted('1'),
};

function sourceOf(name: string): Source | undefined {
  if (name === 'attr.') return KEYS;
  const field = fieldNamed(name);
  if (field?.type === 'tags') return { values: trusted('tags'), present: trusted('notEmpty(tags)') };
  if (name.startsWith('attr.')) {
    const { value, present } = attributeField(name.slice(5));
    return { values: sql`[${value}]`, present };
  }
  const column = spanField(name);
  if (!column || field?.type === 'duration') return undefined;
  return { values: sql`[toString(${column.value})]`, present: sql`${column.value} != ''` };
}

/** The most frequent values that contain the text, in any case; none for fields that hold numbers. */
export async function suggestValues(
  engine: Queries,
  scope: ProjectScope,
  field: string,
  part: string,
  range: TimeRange,
): Promise<Suggestion[]> {
  const source = sourceOf(field);
  if (!source) return [];
  const start = trusted('start_time');
  const match = (value: Sql) =>
    part === '' ? sql`1` : sql`positionCaseInsensitiveUTF8(${value}, ${text(part)}) > 0`;
  const some = sql`arrayExists(each -> ${match(trusted('each'))}, ${source.values})`;
  const rows = rowsOf(scope, 'spans', within(start, range), source.present, ...(part === '' ? [] : [some]));
  return run<Suggestion>(
    engine,
    sql`SELECT value, toUInt32(count()) AS count
FROM (SELECT arrayJoin(possible) AS value FROM (
  SELECT ${source.values} AS possible FROM ${rows} ORDER BY project_id DESC, start_time DESC LIMIT ${integer(MAX_ROWS)}))
WHERE ${match(trusted('value'))} GROUP BY value ORDER BY count DESC, value LIMIT ${integer(MAX_SUGGESTIONS)}`,
    { timeoutMs: TIMEOUT_MS },
  );
}
