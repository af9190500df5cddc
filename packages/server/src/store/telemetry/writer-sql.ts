import type { Column } from './columns.ts';
import { SCORE_COLUMNS } from './record-columns.ts';
import { INSERT_SETTINGS, settingsText } from './settings.ts';
import { SPAN_COLUMNS } from './span-columns.ts';

/** Bound everywhere below: two lists of one length, which name traces pair by pair. */
const THESE_TRACES = 'arrayZip({traces:Array(String)}, {projects:Array(String)})';
const namesOf = (columns: readonly Pick<Column<never>, 'name'>[]) => columns.map(({ name }) => name);

/** When the spans of each of these traces start. */
export const WINDOWS_SQL = `
SELECT toUnixTimestamp64Nano(min(start_time)) AS from, toUnixTimestamp64Nano(max(last_start)) AS to
FROM trace_index WHERE (trace_id, project_id) IN ${THESE_TRACES} GROUP BY trace_id, project_id`;

/**
 * The newest version of each span of these traces. A condition may only name what never changes, else an older
 * version would match: the names, the ids and the start.
 */
const newestOfThese = (columns: string, where: string): string => `
SELECT ${columns}, toUnixTimestamp64Nano(start_time) AS start_ns FROM spans
WHERE project_id IN {projects:Array(String)} AND trace_id IN {traces:Array(String)}
  AND (trace_id, project_id) IN ${THESE_TRACES} AND ${where} ${NEWEST_FIRST}`;
const NEWEST_FIRST = 'ORDER BY ver DESC LIMIT 1 BY project_id, trace_id, span_id';

/** `window`: a condition on start_time. */
export const factsSql = (window: string): string =>
  newestOfThese(
    `project_id, trace_id, span_id, ver, parent_id, duration_ns, kind, counted, covered, user_id, session_id, convention,
  (usage_tokenizer = '' AND usage_total > 0) OR ((usage_tokenizer = '' OR priced = 'client') AND cost_total > 0) AS spends,
  usage_tokenizer != '' AND NOT spends AS estimated`,
    window,
  );

export const rowsSql = (window: string): string =>
  newestOfThese(namesOf(SPAN_COLUMNS).join(', '), `${window} AND span_id IN {spans:Array(String)}`);

export const PAYLOADS_SQL = `
SELECT project_id, trace_id, span_id, input, output, details FROM payloads
WHERE (project_id, trace_id, span_id) IN arrayZip({projects:Array(String)}, {traces:Array(String)}, {spans:Array(String)})
ORDER BY ver DESC LIMIT 1 BY project_id, trace_id, span_id`;

export const RECENT_TRACES_SQL = `
SELECT project_id, trace_id FROM (
  SELECT project_id, trace_id, last_start AS seen FROM trace_index
  UNION ALL SELECT project_id, trace_id, time AS seen FROM span_patches
) GROUP BY project_id, trace_id ORDER BY max(seen) DESC LIMIT {limit:UInt64}`;

export const PATCHES_OF_SQL = `
SELECT DISTINCT project_id, trace_id, span_id, toUnixTimestamp64Nano(time) AS time_ns, patch FROM span_patches
WHERE (trace_id, project_id) IN ${THESE_TRACES} ORDER BY time_ns`;

/** The same of single spans: a trace may have very much parked, of which a fold needs little. */
export const PATCHES_OF_SPANS_SQL = `
SELECT DISTINCT project_id, trace_id, span_id, toUnixTimestamp64Nano(time) AS time_ns, patch FROM span_patches
WHERE (project_id, trace_id, span_id) IN arrayZip({projects:Array(String)}, {traces:Array(String)}, {spans:Array(String)})
ORDER BY time_ns`;

/** Rare, and always by somebody's hand, so it may cost what it costs to be done when it is answered. */
export const THESE_SCORES = 'project_id = {projectId:String} AND score_id IN {ids:Array(String)}';

/** What a correction changes; the value for each row is found by the row's place in the list of keys. */
const CORRECTED: Readonly<Record<string, string>> = {
  ver: 'ver + 1',
  duration_ns:
    'if({ends:Array(Int64)}[place] = 0, duration_ns, toUInt64(greatest({ends:Array(Int64)}[place] - toUnixTimestamp64Nano(start_time), 0)))',
  counted: 'if({counted:Array(UInt8)}[place] = 2, counted, {counted:Array(UInt8)}[place])',
  covered: 'if({covered:Array(UInt8)}[place] = 2, covered, {covered:Array(UInt8)}[place])',
  user_id: 'if({setUser:Array(UInt8)}[place] = 1, {users:Array(String)}[place], user_id)',
  session_id: 'if({setSession:Array(UInt8)}[place] = 1, {sessions:Array(String)}[place], session_id)',
};
const COLUMNS = namesOf(SPAN_COLUMNS);

export const CORRECT_SQL = `
INSERT INTO spans (${COLUMNS.join(', ')}) SETTINGS ${settingsText(INSERT_SETTINGS)}
WITH indexOf({keys:Array(String)}, concat(project_id, '\\n', trace_id, '\\n', span_id)) AS place
SELECT ${COLUMNS.map((name) => CORRECTED[name] ?? name).join(', ')} FROM (
  SELECT ${COLUMNS.join(', ')} FROM spans
  WHERE project_id IN {projects:Array(String)} AND trace_id IN {traces:Array(String)}
    AND start_time BETWEEN fromUnixTimestamp64Nano(arrayMin({starts:Array(Int64)}), 'UTC')
      AND fromUnixTimestamp64Nano(arrayMax({starts:Array(Int64)}), 'UTC')
    AND concat(project_id, '\\n', trace_id, '\\n', span_id) IN {keys:Array(String)}
  ${NEWEST_FIRST}
)`;

const THESE_SPANS = '(project_id, span_id) IN arrayZip({projects:Array(String)}, {spans:Array(String)})';

/** One of the ids of a project alone would not make use of the index. */
export const TRACES_OF_SPANS_SQL = `
SELECT project_id, any(trace_id) AS trace_id, span_id FROM spans
WHERE project_id IN {projects:Array(String)} AND span_id IN {spans:Array(String)} AND ${THESE_SPANS}
GROUP BY project_id, span_id`;

export const HOMELESS_SPANS_SQL = `
SELECT project_id, span_id FROM scores FINAL WHERE trace_id = '' AND span_id != ''
GROUP BY project_id, span_id ORDER BY max(time) DESC LIMIT {limit:UInt64}`;

const SCORE_NAMES = namesOf(SCORE_COLUMNS);
const HOMED: Readonly<Record<string, string>> = {
  ver: 'ver + 1',
  trace_id: `{traces:Array(String)}[indexOf({keys:Array(String)}, concat(project_id, '\\n', span_id))]`,
};

export const HOME_SCORES_SQL = `
INSERT INTO scores (${SCORE_NAMES.join(', ')}) SETTINGS ${settingsText(INSERT_SETTINGS)}
SELECT ${SCORE_NAMES.map((name) => HOMED[name] ?? name).join(', ')} FROM scores FINAL
WHERE project_id IN {projects:Array(String)} AND span_id IN {spans:Array(String)} AND ${THESE_SPANS} AND scores.trace_id = ''`;
