import type { ApiScore } from '@pharos/core/api/scores';
import type { Json } from '@pharos/core/content';
import { isRecord } from '@pharos/core/message-parts';
import type { ScoreSource, ScoreType } from '@pharos/core/score';
import { instant } from '../units.ts';

export const SOURCES = ['API', 'ANNOTATION', 'EVAL'] as const;
export type LangfuseSource = (typeof SOURCES)[number];
export const DATA_TYPES = ['NUMERIC', 'BOOLEAN', 'CATEGORICAL', 'TEXT', 'CORRECTION'] as const;
export type DataType = (typeof DATA_TYPES)[number];

/** Langfuse knows no end users who judge: what they say came in by the API. */
const SOURCE_OF: Readonly<Record<ScoreSource, LangfuseSource>> = {
  api: 'API',
  feedback: 'API',
  annotation: 'ANNOTATION',
  evaluation: 'EVAL',
};
const DATA_TYPE_OF: Readonly<Record<ScoreType, DataType>> = {
  numeric: 'NUMERIC',
  boolean: 'BOOLEAN',
  categorical: 'CATEGORICAL',
  text: 'TEXT',
};

const namedBy = <Ours extends string, Theirs>(
  table: Readonly<Record<Ours, Theirs>>,
  names: readonly Theirs[],
) => (Object.keys(table) as Ours[]).filter((ours) => names.includes(table[ours]));

export const sourcesNamed = (names: readonly LangfuseSource[]) => namedBy(SOURCE_OF, names);
/** A correction is kept as the text it is. */
export const typesNamed = (names: readonly DataType[]) => namedBy(DATA_TYPE_OF, names);

const truth = ({ value }: ApiScore): boolean => value === 1;

/** What a score says, as a number beside a text. */
const VALUE: Readonly<Record<ScoreType, (score: ApiScore) => object>> = {
  numeric: ({ value }) => ({ value }),
  boolean: (score) => ({ value: score.value, stringValue: truth(score) ? 'True' : 'False' }),
  categorical: ({ value, label }) => ({ value: value ?? 0, stringValue: label ?? '' }),
  text: ({ label }) => ({ value: 0, stringValue: label ?? '' }),
};

/** What a score says, in one value. */
const VALUE_V3: Readonly<Record<ScoreType, (score: ApiScore) => unknown>> = {
  numeric: ({ value }) => value,
  boolean: truth,
  categorical: ({ label }) => label ?? '',
  text: ({ label }) => label ?? '',
};

/** The run that a score judges travels in its metadata, see receive/langfuse/score.ts. */
function aimOf({ traceId, sessionId, ...score }: ApiScore): {
  datasetRunId: string | null;
  metadata: unknown;
} {
  const metadata = score.metadata as Json;
  if (traceId !== null || sessionId !== null || !isRecord(metadata)) return { datasetRunId: null, metadata };
  const { datasetRunId, metadata: told } = metadata;
  return typeof datasetRunId === 'string'
    ? { datasetRunId, metadata: told ?? null }
    : { datasetRunId: null, metadata };
}

const core = (score: ApiScore) => ({
  id: score.scoreId,
  name: score.name,
  source: SOURCE_OF[score.source],
  dataType: DATA_TYPE_OF[score.type],
  environment: score.environment ?? 'default',
  timestamp: instant(score.time),
  createdAt: instant(score.time),
  updatedAt: instant(score.time),
});

/** A score as releases 1 and 2 of Langfuse's API give it. */
export const scoreView = (score: ApiScore) => ({
  ...core(score),
  traceId: score.traceId,
  observationId: score.spanId,
  sessionId: score.sessionId,
  authorUserId: score.author,
  comment: score.comment,
  configId: score.configId,
  queueId: null,
  ...aimOf(score),
  ...VALUE[score.type](score),
});
export type ScoreView = ReturnType<typeof scoreView>;

const GROUPS = {
  details: (score: ApiScore) => ({
    comment: score.comment,
    configId: score.configId,
    metadata: aimOf(score).metadata ?? {},
  }),
  subject: (score: ApiScore) => ({ subject: subjectOf(score) }),
  annotation: ({ author }: ApiScore) => ({ authorUserId: author, queueId: null }),
} as const;
export type ScoreGroup = keyof typeof GROUPS;
export const SCORE_GROUPS = Object.keys(GROUPS) as [ScoreGroup, ...ScoreGroup[]];

function subjectOf(score: ApiScore) {
  const { traceId, spanId, sessionId } = score;
  if (spanId !== null) return { kind: 'observation', id: spanId, traceId };
  if (traceId !== null) return { kind: 'trace', id: traceId };
  if (sessionId !== null) return { kind: 'session', id: sessionId };
  return { kind: 'experiment', id: aimOf(score).datasetRunId ?? '' };
}

/** A score as release 3 gives it: the core, and what groups of fields are asked for. */
export const scoreViewV3 = (projectId: string, groups: readonly ScoreGroup[]) => (score: ApiScore) => ({
  ...core(score),
  projectId,
  value: VALUE_V3[score.type](score),
  ...Object.assign({}, ...groups.map((group) => GROUPS[group](score))),
});
