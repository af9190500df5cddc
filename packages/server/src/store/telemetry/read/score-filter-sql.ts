import { keyOf } from '@pharos/core/fields';
import type { Filter } from '@pharos/core/filter';
import type { ProjectScope } from '../../scope.ts';
import { compares, contains, numeric, oneOf, positiveOf, strings } from './compare-sql.ts';
import { SCORE_SOURCE } from './scores.ts';
import { all, any, floats, latestOf, type Sql, sql, text, trusted } from './sql.ts';

/** What a score says in a word: of a boolean whether it is true, else its label; '' of a mere number. */
const WORD_TEXT = `if(type = 'boolean', if(value > 0, 'true', 'false'), label)`;
const WORD = trusted(WORD_TEXT);

/** The same of what is one of few: neither numbers nor long texts. */
const LABEL = trusted(`if(type IN ('boolean', 'categorical'), ${WORD_TEXT}, '')`);

/** How a score field of core/fields.ts is read from a row of `scores`. */
const SCORE_FIELDS: Readonly<Record<string, Sql>> = {
  score: trusted('name'),
  scoreSource: SCORE_SOURCE,
  scoreLabel: LABEL,
};

/** The field of that name, or undefined: also for a name that every object answers to. */
export const scoreField = (name: string): Sql | undefined =>
  Object.hasOwn(SCORE_FIELDS, name) ? SCORE_FIELDS[name] : undefined;

/** True of the scores of that name. */
export const isNamed = (name: string): Sql => sql`name = ${text(name)}`;

/** True of a row of `scores` that has what the filter names, whether or not it must not be there. */
export function scoreRow(filter: Filter): Sql {
  const op = positiveOf(filter.op);
  const keyed = keyOf(filter.field);
  if (keyed) return sql`(${isNamed(keyed.key)} AND ${said(filter)})`;
  const column = scoreField(filter.field) ?? trusted(`''`);
  if (op === 'exists') return sql`${column} != ''`;
  return op === 'contains' ? contains(column, strings(filter)) : oneOf(column, strings(filter));
}

function said(filter: Filter): Sql {
  const op = positiveOf(filter.op);
  if (op === 'exists') return sql`1`;
  const value = trusted('assumeNotNull(value)');
  if (compares(op)) return sql`isNotNull(value) AND ${numeric(value, op, filter)}`;
  if (op === 'contains') return contains(WORD, strings(filter));
  const words = sql`(${oneOf(WORD, strings(filter))} AND ${WORD} != '')`;
  const figures = strings(filter).filter((each) => each.trim() !== '' && Number.isFinite(Number(each)));
  const isOne = sql`(isNotNull(value) AND has(${floats(figures.map(Number))}, ${value}))`;
  return figures.length === 0 ? words : any([words, isOne]);
}

/** True of the spans of a trace that such a score is on: on a span, on the trace, or on its session. */
export function scoredTrace(scope: ProjectScope, filter: Filter): Sql {
  const row = scoreRow(filter);
  const on = (column: Sql, ...where: Sql[]) =>
    sql`${column} IN (SELECT ${column} FROM ${latestOf(scope, 'scores', ...where, row)})`;
  const ofTrace = on(trusted('trace_id'), sql`trace_id != ''`);
  const ofSession = on(trusted('session_id'), sql`trace_id = ''`, sql`session_id != ''`);
  return any([ofTrace, all([sql`session_id != ''`, ofSession])]);
}
