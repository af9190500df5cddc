import { z } from 'zod';
import type { ScoreFilter } from '../../../store/telemetry/contract.ts';
import { unsupported } from '../errors.ts';
import { environmentsNamed } from '../filter.ts';
import { limitTo, listOf, moment, namesOf, optional, pageQuery, text, texts } from '../query.ts';
import { DATA_TYPES, type DataType, SCORE_GROUPS, SOURCES, sourcesNamed, typesNamed } from './score.ts';

const OPERATORS = ['<', '>', '<=', '>=', '=', '!='] as const;
const number = optional(z.coerce.number());

/** What `GET /api/public/v2/scores` takes. */
export const pageScoresQuery = z.object({
  ...pageQuery,
  userId: text,
  name: text,
  fromTimestamp: moment,
  toTimestamp: moment,
  environment: texts,
  source: namesOf(SOURCES),
  operator: optional(z.enum(OPERATORS)),
  value: number,
  scoreIds: texts,
  configId: text,
  sessionId: text,
  datasetRunId: text,
  traceId: text,
  observationId: texts,
  queueId: text,
  dataType: namesOf(DATA_TYPES),
  traceTags: texts,
  fields: listOf(z.enum(['score', 'trace'])),
  filter: text,
});

const one = (value: string | undefined) => (value === undefined ? undefined : [value]);

/** No score is of a queue, which Pharos has none of. */
const NOTHING: ScoreFilter = { ids: [] };

/** @throws ApiError for what Pharos has no counterpart of. */
export function pageScoresFilter(query: z.output<typeof pageScoresQuery>): ScoreFilter {
  for (const name of ['traceTags', 'datasetRunId', 'filter'] as const)
    if (query[name] !== undefined) throw unsupported(`Filtering scores by ${name}`);
  if (query.queueId !== undefined) return NOTHING;
  return {
    ofUsers: one(query.userId),
    names: one(query.name),
    from: query.fromTimestamp,
    to: query.toTimestamp,
    environments: query.environment && environmentsNamed(query.environment),
    sources: query.source && sourcesNamed(query.source),
    ids: query.scoreIds,
    configIds: one(query.configId),
    sessionIds: one(query.sessionId),
    traceIds: one(query.traceId),
    spanIds: query.observationId,
    types: query.dataType && typesNamed(query.dataType),
    ...(query.value !== undefined && compared(query.operator ?? '=', query.value)),
  };
}

function compared(operator: (typeof OPERATORS)[number], value: number): ScoreFilter {
  switch (operator) {
    case '=':
      return { minValue: value, maxValue: value };
    case '>=':
      return { minValue: value };
    case '<=':
      return { maxValue: value };
    case '>':
      return { minValue: neighbour(value, 1n) };
    case '<':
      return { maxValue: neighbour(value, -1n) };
    case '!=':
      throw unsupported('The operator !=');
  }
}

/** The next double above or below: bounds are inclusive. */
function neighbour(value: number, direction: 1n | -1n): number {
  if (value === 0) return Number(direction) * Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? direction : -direction);
  return double[0];
}

/** What `GET /api/public/v3/scores` takes: lists with commas between. */
export const cursorScoresQuery = z
  .object({
    limit: limitTo(100),
    cursor: text,
    fields: listOf(z.enum(SCORE_GROUPS)),
    id: texts,
    name: texts,
    source: namesOf(SOURCES),
    dataType: namesOf(DATA_TYPES),
    environment: texts,
    configId: texts,
    queueId: texts,
    authorUserId: texts,
    value: texts,
    valueMin: number,
    valueMax: number,
    traceId: texts,
    sessionId: texts,
    observationId: texts,
    experimentId: texts,
    fromTimestamp: moment,
    toTimestamp: moment,
  })
  .superRefine((query, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const {
      traceId,
      observationId,
      sessionId,
      experimentId,
      dataType = [],
      value,
      valueMin,
      valueMax,
    } = query;
    if (observationId && !traceId) refuse('observationId', 'observationId needs a traceId');
    const aims = [traceId ?? observationId, sessionId, experimentId].filter((aim) => aim !== undefined);
    if (aims.length > 1) refuse('traceId', 'traceId, sessionId and experimentId exclude each other');
    const [type, ...others] = dataType;
    const only = others.length === 0 ? type : undefined;
    if (value && !(only && EXACT[only]))
      refuse('value', 'value needs one dataType: NUMERIC, BOOLEAN or CATEGORICAL');
    else if (value && only && EXACT[only]?.(value) === undefined) refuse('value', `value is not ${only}`);
    if ((valueMin !== undefined || valueMax !== undefined) && only !== 'NUMERIC')
      refuse('valueMin', 'valueMin and valueMax need the one dataType NUMERIC');
  });

const between = (values: readonly number[]): ScoreFilter | undefined =>
  values.every(Number.isFinite) && values.length === 1
    ? { minValue: values[0], maxValue: values[0] }
    : undefined;

/** Values that are meant exactly, by data type; undefined when they cannot be. */
const EXACT: Readonly<Partial<Record<DataType, (values: readonly string[]) => ScoreFilter | undefined>>> = {
  NUMERIC: (values) => between(values.map(Number)),
  BOOLEAN: (values) => {
    const truths = [...new Set(values)].map((value) => ['false', 'true'].indexOf(value));
    if (truths.includes(-1)) return undefined;
    return truths.length === 2 ? {} : between(truths);
  },
  CATEGORICAL: (labels) => ({ labels }),
};

/** @throws ApiError for what Pharos has no counterpart of. */
export function cursorScoresFilter(query: z.output<typeof cursorScoresQuery>): ScoreFilter {
  if (query.experimentId) throw unsupported('Filtering scores by experimentId');
  if (query.queueId) return NOTHING;
  const [type] = query.dataType ?? [];
  return {
    ids: query.id,
    names: query.name,
    sources: query.source && sourcesNamed(query.source),
    types: query.dataType && typesNamed(query.dataType),
    environments: query.environment && environmentsNamed(query.environment),
    configIds: query.configId,
    authors: query.authorUserId,
    traceIds: query.traceId,
    spanIds: query.observationId,
    sessionIds: query.sessionId,
    minValue: query.valueMin,
    maxValue: query.valueMax,
    from: query.fromTimestamp,
    to: query.toTimestamp,
    ...(query.value && type && EXACT[type]?.(query.value)),
  };
}
