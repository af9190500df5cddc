import { searchWords } from '@pharos/core/filter-text';
import type { TimeRange } from '@pharos/core/time';
import { ApiError } from '../../../errors.ts';
import type { ProjectScope } from '../../scope.ts';
import { all, any, rowsOf, type Sql, sql, text, time, trusted, within } from './sql.ts';

const MAX_WORDS = 10;

/** A pattern that finds the word anywhere in a text, its own wildcards taken literally. */
const pattern = (word: string) =>
  text(`%${word.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()).replace(/[%_\\]/g, '\\$&')}%`);

/**
 * A condition on rows of spans: the trace they belong to has every word of the search in a name, an attribute, the
 * input or the output of some span that starts in the range. Undefined when there is nothing to search for. Case is
 * ignored for Latin letters without marks, which is what the text index can do; text that an update has replaced may
 * still be found.
 */
export function searchCondition(scope: ProjectScope, search: string, range: TimeRange): Sql | undefined {
  const words = searchWords(search);
  if (words.length === 0) return undefined;
  if (words.length > MAX_WORDS) {
    throw new ApiError('invalid_request', { message: `A search takes at most ${MAX_WORDS} words.` });
  }
  // Of a cluster, the engine makes IN global by itself, but not where several tables are named in it.
  return all(words.map((word) => sql`trace_id GLOBAL IN (${tracesWith(scope, word, range)})`));
}

/** Payloads hold JSON, so a word with quotes or line breaks is looked for in its escaped form too. */
function tracesWith(scope: ProjectScope, word: string, range: TimeRange): Sql {
  const escaped = JSON.stringify(word).slice(1, -1);
  const patterns = escaped === word ? [pattern(word)] : [pattern(word), pattern(escaped)];
  const like = (value: string): Sql => any(patterns.map((each) => sql`${trusted(value)} LIKE ${each}`));
  const days = sql`day >= toDate(${time(range.fromNs)}) AND day <= toDate(${time(range.toNs)})`;
  const payload = any([like('lower(input)'), like('lower(output)')]);
  const span = any([
    ...['name', 'model', 'agent_name', 'tool_name', 'status_message', 'error_type'].map((column) =>
      like(`lower(${column})`),
    ),
    ...['attrs', 'attrs_json'].map(
      (column) => sql`arrayExists(value -> ${like('lower(value)')}, mapValues(${trusted(column)}))`,
    ),
  ]);
  return sql`SELECT trace_id FROM ${rowsOf(scope, 'payloads', days, payload)}
UNION ALL SELECT trace_id FROM ${rowsOf(scope, 'spans', within(trusted('start_time'), range), span)}`;
}
