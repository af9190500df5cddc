import type { ApiScore } from '@pharos/core/api/scores';
import { SCORE_SOURCES, type ScoreSource, type ScoreType } from '@pharos/core/score';
import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { integer, latestOf, run, type Sql, sql, text, trusted } from './sql.ts';

const MAX_SCORES_OF_TRACE = 1000;

/** A row of `scores` as {@link SCORE_COLUMNS} selects it. */
export interface ScoreRow {
  score_id: string;
  trace_id: string;
  span_id: string;
  session_id: string;
  name: string;
  type: ScoreType;
  value: number | null;
  label: string;
  comment: string;
  source: string;
  author: string;
  environment: string;
  config_id: string;
  metadata: string;
  ns: string;
}

export const SCORE_COLUMNS: Sql = trusted(
  'score_id, trace_id, span_id, session_id, name, type, value, label, comment, source, author, environment, config_id, metadata, toUnixTimestamp64Nano(time) AS ns',
);

/** What {@link scoreOf} tells as source, also of rows that name one of another release. */
export const SCORE_SOURCE: Sql = trusted(
  `if(source IN (${SCORE_SOURCES.map((source) => `'${source}'`).join(', ')}), source, 'evaluation')`,
);

const sourceOf = (source: string): ScoreSource =>
  SCORE_SOURCES.find((known) => known === source) ?? 'evaluation';

export const scoreOf = (row: ScoreRow): ApiScore => ({
  scoreId: row.score_id,
  traceId: row.trace_id || null,
  spanId: row.span_id || null,
  sessionId: row.session_id || null,
  name: row.name,
  type: row.type,
  value: row.value,
  label: row.label || null,
  comment: row.comment || null,
  source: sourceOf(row.source),
  author: row.author || null,
  environment: row.environment || null,
  configId: row.config_id || null,
  metadata: row.metadata === '' ? null : JSON.parse(row.metadata),
  time: isoFromNs(BigInt(row.ns)),
});

/** The judgements on a trace and its spans, oldest first. */
export async function scoresOfTrace(
  engine: Queries,
  scope: ProjectScope,
  traceId: string,
): Promise<ApiScore[]> {
  const rows = await run<ScoreRow>(
    engine,
    sql`SELECT ${SCORE_COLUMNS} FROM ${latestOf(scope, 'scores', sql`trace_id = ${text(traceId)}`)}
ORDER BY time, score_id LIMIT ${integer(MAX_SCORES_OF_TRACE)}`,
  );
  return rows.map(scoreOf);
}
