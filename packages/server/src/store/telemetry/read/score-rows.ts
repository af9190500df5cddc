import { fieldNamed } from '@pharos/core/fields';
import type { Filter } from '@pharos/core/filter';
import type { Question } from '@pharos/core/question';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import { positiveOf } from './compare-sql.ts';
import { chosen, type QuestionRows } from './question-rows.ts';
import { scoreField, scoreRow } from './score-filter-sql.ts';
import { ofSession, ofUser } from './score-list.ts';
import { searchCondition } from './search-sql.ts';
import { all, join, latestOf, rowsOf, type Sql, sql, trusted, within } from './sql.ts';

const START = trusted('start_time');
/** What was said in a trace is searched for up to so long before its score. */
const SEARCH_NS = 30n * 86_400_000_000_000n;

/** Score fields that a question may be split by: columns of {@link scoreRows}, named as the fields are. */
const DIMENSIONS = ['score', 'scoreSource', 'scoreLabel'];
export const scoreDimension = (name: string): Sql | undefined =>
  DIMENSIONS.includes(name) ? trusted(name) : undefined;

/** Whose scores a filter is about can be told before they are joined, and is little of them all. */
const OWNERS: Readonly<Record<string, (scope: ProjectScope, ids: readonly string[]) => Sql>> = {
  user: ofUser,
  session: ofSession,
};

function owned(scope: ProjectScope, { field, op, values }: Filter): Sql[] {
  const owner = Object.hasOwn(OWNERS, field) ? OWNERS[field] : undefined;
  return owner && op === '=' && !values.includes('') ? [owner(scope, values.map(String))] : [];
}

const isOfScore = (filter: Filter): boolean => fieldNamed(filter.field)?.level === 'score';

/**
 * Scores that were given in the range, each as the span that it judges: that of its id, else the root of its trace,
 * else the first root of its session. Filters on scores choose among the scores, all others among these spans.
 */
export function scoreRows(
  scope: ProjectScope,
  { dimensions, filters, search }: Pick<Question, 'dimensions' | 'filters' | 'search'>,
  range: TimeRange,
): QuestionRows {
  const time = trusted('score_time');
  const conditions = filters.flatMap((filter) => {
    if (!isOfScore(filter)) return owned(scope, filter);
    const row = scoreRow(filter);
    return positiveOf(filter.op) === filter.op ? row : sql`NOT ${row}`;
  });
  const scores = (...where: Sql[]) =>
    latestOf(scope, 'scores', within(trusted('time'), range), ...conditions, ...where);
  const alone = search === '' && filters.every(isOfScore) && dimensions.every(scoreDimension);
  // Most charts of scores never ask what was judged.
  if (alone) {
    return { from: sql`(SELECT *, given_trace AS trace_id FROM (${given(scope, scores)}))`, time };
  }
  const words = searchCondition(scope, search, { ...range, fromNs: range.fromNs - SEARCH_NS });
  const spans = filters.filter((filter) => !isOfScore(filter));
  const where = [...chosen(scope, spans, ofScoredTraces(scope, scores)), ...(words ? [words] : [])];
  const from = sql`(SELECT given.*, judged.* REPLACE (given_trace AS trace_id,
    if(judged.session_id = '', given_session, judged.session_id) AS session_id,
    if(judged.environment = '', given_environment, judged.environment) AS environment)
  FROM (${given(scope, scores)}) AS given
  LEFT ANY JOIN (${judged(scope, scores)}) AS judged
  ON given_trace = of_trace AND given_span = of_span AND given_only_session = of_session)
WHERE ${all(where)}`;
  return { from, time };
}

type Scores = (...where: Sql[]) => Sql;

/** Conditions on the spans of the traces that the scores are on, whenever these were. */
function ofScoredTraces(scope: ProjectScope, scores: Scores): Sql[] {
  const ofThem = sql`trace_id IN (SELECT trace_id FROM ${scores(sql`trace_id != ''`)})`;
  const first = sql`(SELECT min(start_time) FROM ${rowsOf(scope, 'trace_index', ofThem)})`;
  return [sql`${START} >= ${first}`, ofThem];
}

/** The scores, and what each is joined by: a span that is not there is as good as its trace. */
function given(scope: ProjectScope, scores: Scores): Sql {
  const known = sql`SELECT trace_id, span_id FROM ${rowsOf(scope, 'spans', ...ofScoredTraces(scope, scores))}`;
  const fields = DIMENSIONS.map((name) => sql`${scoreField(name) ?? sql`''`} AS ${trusted(name)}`);
  return sql`SELECT ${join(fields, ', ')}, time AS score_time, type AS score_type, value AS score_value,
    trace_id AS given_trace, session_id AS given_session, environment AS given_environment,
    if((trace_id, span_id) IN (${known}), span_id, '') AS given_span,
    if(trace_id = '', session_id, '') AS given_only_session
  FROM ${scores()}`;
}

/** The spans that scores are on. */
function judged(scope: ProjectScope, scores: Scores): Sql {
  const ofTraces = ofScoredTraces(scope, scores);
  const one = sql`(trace_id, span_id) IN (SELECT trace_id, span_id FROM ${scores(sql`span_id != ''`)})`;
  const ofSessions = sql`session_id IN (SELECT session_id FROM ${scores(sql`trace_id = '' AND session_id != ''`)})`;
  const roots = (columns: string, by: string, ...where: Sql[]) =>
    sql`SELECT *, ${trusted(columns)} FROM ${latestOf(scope, 'spans', ...where)}
  ORDER BY parent_id != '', start_time, span_id LIMIT 1 BY ${trusted(by)}`;
  return sql`SELECT *, trace_id AS of_trace, span_id AS of_span, '' AS of_session
  FROM ${latestOf(scope, 'spans', ...ofTraces, one)}
UNION ALL ${roots(`trace_id AS of_trace, '' AS of_span, '' AS of_session`, 'trace_id', ...ofTraces)}
UNION ALL ${roots(`'' AS of_trace, '' AS of_span, session_id AS of_session`, 'session_id', ofSessions)}`;
}
