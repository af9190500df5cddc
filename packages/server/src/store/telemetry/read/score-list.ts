import type { Page } from '@pharos/core/api/common';
import type { ApiScore } from '@pharos/core/api/scores';
import type { ProjectScope } from '../../scope.ts';
import type { ScoreFilter, ScoreQuery } from '../contract.ts';
import type { Queries } from '../driver.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { instant } from './instant.ts';
import { SCORE_COLUMNS, SCORE_SOURCE, type ScoreRow, scoreOf } from './scores.ts';
import {
  any,
  float,
  integer,
  LAST_NS,
  latestOf,
  run,
  type Sql,
  sql,
  text,
  texts,
  trusted,
  within,
} from './sql.ts';

const OPTIONS = { timeoutMs: 20_000 };

/** Conditions that compare a column with a list, as data. */
const LISTED = {
  ids: trusted('score_id'),
  names: trusted('name'),
  sources: SCORE_SOURCE,
  types: trusted('type'),
  labels: trusted('label'),
  authors: trusted('author'),
  environments: trusted('environment'),
  configIds: trusted('config_id'),
  traceIds: trusted('trace_id'),
  spanIds: trusted('span_id'),
  sessionIds: trusted('session_id'),
} as const satisfies Partial<Record<keyof ScoreFilter, Sql>>;

const TARGETS: Record<NonNullable<ScoreFilter['target']>, Sql> = {
  span: trusted(`span_id != ''`),
  trace: trusted(`trace_id != '' AND span_id = ''`),
  session: trusted(`trace_id = '' AND session_id != ''`),
};

/** A page of scores, newest first. */
export async function listScores(
  engine: Queries,
  scope: ProjectScope,
  query: ScoreQuery,
): Promise<Page<ApiScore>> {
  const after = readCursor(query.cursor);
  const unseen = after
    ? [sql`(toUnixTimestamp64Nano(time), score_id) < (${integer(after.ns)}, ${text(after.id)})`]
    : [];
  const rows = await run<ScoreRow>(
    engine,
    sql`SELECT ${SCORE_COLUMNS} FROM ${latestOf(scope, 'scores', ...conditionsOf(scope, query), ...unseen)}
ORDER BY time DESC, score_id DESC LIMIT ${integer(query.limit + 1)} OFFSET ${integer(query.offset ?? 0)}`,
    OPTIONS,
  );
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    data: page.map(scoreOf),
    nextCursor: last ? writeCursor({ ns: BigInt(last.ns), id: last.score_id }) : null,
  };
}

/** How many scores a list has on all its pages. */
export async function countScores(
  engine: Queries,
  scope: ProjectScope,
  filter: ScoreFilter,
): Promise<number> {
  const [row] = await run<{ count: string }>(
    engine,
    sql`SELECT count() AS count FROM ${latestOf(scope, 'scores', ...conditionsOf(scope, filter))}`,
    OPTIONS,
  );
  return Number(row?.count ?? 0);
}

/** Undefined when this project has no such score. */
export async function findScore(
  engine: Queries,
  scope: ProjectScope,
  scoreId: string,
): Promise<ApiScore | undefined> {
  const [row] = await run<ScoreRow>(
    engine,
    sql`SELECT ${SCORE_COLUMNS} FROM ${latestOf(scope, 'scores', sql`score_id = ${text(scoreId)}`)}`,
  );
  return row && scoreOf(row);
}

function conditionsOf(scope: ProjectScope, filter: ScoreFilter): Sql[] {
  const { target, ofSessions, ofUsers, minValue, maxValue, from, to } = filter;
  const conditions = (Object.keys(LISTED) as (keyof typeof LISTED)[]).flatMap((name) => {
    const values = filter[name];
    return values === undefined ? [] : [sql`has(${texts(values)}, ${LISTED[name]})`];
  });
  if (target !== undefined) conditions.push(TARGETS[target]);
  if (ofSessions !== undefined) conditions.push(ofSession(scope, ofSessions));
  if (ofUsers !== undefined) conditions.push(ofUser(scope, ofUsers));
  if (minValue !== undefined) conditions.push(sql`value >= ${float(minValue)}`);
  if (maxValue !== undefined) conditions.push(sql`value <= ${float(maxValue)}`);
  if (from !== undefined || to !== undefined) {
    const range = {
      fromNs: from === undefined ? 0n : instant(from),
      toNs: to === undefined ? LAST_NS : instant(to),
    };
    conditions.push(within(trusted('time'), range));
  }
  return conditions;
}

/** The score is on one of these sessions or on a trace of one. */
export function ofSession(scope: ProjectScope, ids: readonly string[]): Sql {
  const theirs = sql`has(${texts(ids)}, session_id) AND session_id != ''`;
  return any([theirs, ofSpans(scope, 'trace_id', theirs)]);
}

/** The score is on a trace or a session of one of these users. */
export function ofUser(scope: ProjectScope, ids: readonly string[]): Sql {
  const theirs = sql`has(${texts(ids)}, user_id) AND user_id != ''`;
  return any([ofSpans(scope, 'trace_id', theirs), ofSpans(scope, 'session_id', theirs)]);
}

/** The score is on a trace, or a session, that some span names which meets the condition. */
const ofSpans = (scope: ProjectScope, target: 'trace_id' | 'session_id', condition: Sql): Sql => {
  const column = trusted(target);
  return sql`(${column} != '' AND ${column} IN (SELECT ${column} FROM ${latestOf(scope, 'spans', condition)}))`;
};
