import { OBSERVATION_TYPES } from '@pharos/core/fragments/langfuse';
import type { Door, Load, Row } from '../../transfer/list.ts';
import { isRow, pick, structured, textIn } from '../rows.ts';

const TRACE = [
  'id',
  'timestamp',
  'name',
  'userId',
  'sessionId',
  'input',
  'output',
  'release',
  'version',
  'metadata',
  'tags',
  'environment',
  'public',
];
const OBSERVATION = [
  'id',
  'traceId',
  'parentObservationId',
  'name',
  'startTime',
  'endTime',
  'completionStartTime',
  'model',
  'modelParameters',
  'input',
  'output',
  'version',
  'metadata',
  'usage',
  'usageDetails',
  'costDetails',
  'level',
  'statusMessage',
  'promptName',
  'promptVersion',
  'environment',
];
const SCORE = [
  'id',
  'traceId',
  'observationId',
  'sessionId',
  'datasetRunId',
  'name',
  'value',
  'dataType',
  'source',
  'timestamp',
  'comment',
  'metadata',
  'configId',
  'environment',
];
/** What releases and exports write as text, and what was one. */
const STRUCTURED = ['input', 'output', 'metadata', 'modelParameters', 'usageDetails', 'costDetails', 'tags'];

/** What the API says where nobody said anything. */
const USUAL = [
  ['environment', 'default'],
  ['level', 'DEFAULT'],
  ['public', false],
] as const;

const OBSERVED: ReadonlySet<string> = new Set(OBSERVATION_TYPES);

/** The same row sends the same event whenever it is imported. */
const event = (type: string, said: unknown, body: Row): Row => ({ id: body.id, type, timestamp: said, body });

function bodyOf(row: Row, keys: readonly string[]): Row {
  const body: Record<string, unknown> = { ...pick(row, keys) };
  for (const key of STRUCTURED) if (key in body) body[key] = structured(body[key]);
  for (const [key, usual] of USUAL) if (body[key] === usual) delete body[key];
  return body;
}

export const traceEvent = (row: Row): Row => event('trace-create', row.timestamp, bodyOf(row, TRACE));

export function observationEvent(row: Row): Row {
  const type = textIn(row, 'type').toLowerCase();
  const { usage, ...body } = bodyOf({ ...row, model: row.model ?? row.providedModelName }, OBSERVATION);
  const hasDetails = isRow(body.usageDetails) && Object.keys(body.usageDetails).length > 0;
  return event(`${OBSERVED.has(type) ? type : 'span'}-create`, row.startTime, {
    ...body,
    ...(!hasDetails && isCount(usage) && { usage: { ...usage, ...oldCosts(row) } }),
  });
}

/** Of servers before there were details. What used nothing has counts of zero. */
const isCount = (usage: unknown): usage is Row =>
  isRow(usage) &&
  [usage.input, usage.output, usage.total].some((count) => typeof count === 'number' && count > 0);

const oldCosts = (row: Row): Row =>
  pick(
    {
      inputCost: row.calculatedInputCost,
      outputCost: row.calculatedOutputCost,
      totalCost: row.calculatedTotalCost,
    },
    ['inputCost', 'outputCost', 'totalCost'],
  );

/** Types of scores whose value is a text, which releases before the third give apart from a number. */
const IN_WORDS: ReadonlySet<string> = new Set(['CATEGORICAL', 'TEXT', 'CORRECTION']);

export function scoreEvent(row: Row): Row {
  const { stringValue } = row;
  const inWords = IN_WORDS.has(textIn(row, 'dataType')) && typeof stringValue === 'string';
  const value = inWords ? stringValue : row.value;
  return event('score-create', row.timestamp, bodyOf({ ...row, ...targetOf(row), value }, SCORE));
}

/** Release 3 names what a score is about in one place. */
function targetOf({ subject }: Row): Row {
  if (!isRow(subject)) return {};
  const { kind, id, traceId } = subject;
  switch (kind) {
    case 'observation':
      return { observationId: id, traceId };
    case 'session':
      return { sessionId: id };
    case 'experiment':
      return { datasetRunId: id };
    default:
      return { traceId: id };
  }
}

/**
 * Traces as far as their observations tell of them, where a server knows no others: the facts of all, from the first of
 * them on.
 */
export function tracesTold(observations: readonly Row[]): Row[] {
  const traces = new Map<unknown, Row>();
  for (const row of observations) {
    const { traceId: id, startTime: timestamp, traceName: name } = row;
    const facts = pick({ ...row, id, timestamp, name }, [
      'id',
      'timestamp',
      'name',
      'userId',
      'sessionId',
      'tags',
      'release',
      'environment',
    ]);
    const known = traces.get(id);
    const first =
      known && String(known.timestamp) < String(timestamp) ? { timestamp: known.timestamp } : { timestamp };
    traces.set(id, { ...known, ...facts, ...first });
  }
  return [...traces.values()];
}

/** Its 207 has a result for every event. */
export const INGESTION: Door = {
  path: '/api/public/ingestion',
  most: 1000,
  encode: (batch) => ({ batch }),
  refused: (answer) => errorsIn(answer)?.map(sentenceOf),
  failed: (answer) =>
    errorsIn(answer)
      ?.filter(({ status }) => Number(status) >= 500)
      .map(sentenceOf)[0],
};

const errorsIn = (answer: unknown): Row[] | undefined =>
  isRow(answer) && Array.isArray(answer.errors) ? answer.errors.filter(isRow) : undefined;
const sentenceOf = (error: Row): string =>
  textIn(error, 'message') || textIn(error, 'error') || `status ${error.status}`;

export const traces = (rows: readonly Row[]): Load => ({
  kind: 'traces',
  door: INGESTION,
  values: rows.map(traceEvent),
});
export const observations = (rows: readonly Row[]): Load => ({
  kind: 'observations',
  door: INGESTION,
  values: rows.map(observationEvent),
});
export const scores = (rows: readonly Row[]): Load => ({
  kind: 'scores',
  door: INGESTION,
  values: rows.map(scoreEvent),
});
