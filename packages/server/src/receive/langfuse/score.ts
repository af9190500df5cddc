import { momentNs } from '@pharos/core/fragments/moments';
import type { JsonRecord } from '@pharos/core/message-parts';
import { type Judgement, judgementOf, type Score, type ScoreSource } from '@pharos/core/score';
import { isPlainId } from '../limits.ts';

const MAX_ID = 800;

/** A score that cannot be taken, in words for who sent it. */
export class BadScore extends Error {
  override readonly name = 'BadScore';
}

const SOURCES: Readonly<Record<string, ScoreSource>> = {
  API: 'api',
  ANNOTATION: 'annotation',
  EVAL: 'evaluation',
};

const textOf = (body: JsonRecord, key: string): string => {
  const value = body[key];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new BadScore(`${key} must be a string`);
  return value;
};

function numberOf(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new BadScore('the value must be a number');
}
function labelOf(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new BadScore('the value must be a text');
}
function truthOf(value: unknown): number {
  if (value === true || value === 1) return 1;
  if (value === false || value === 0) return 0;
  throw new BadScore('the value of a boolean must be 0 or 1');
}

const BY_TYPE: Readonly<Record<string, (value: unknown) => Judgement>> = {
  NUMERIC: (value) => ({ type: 'numeric', value: numberOf(value), label: '' }),
  BOOLEAN: (value) => ({ type: 'boolean', value: truthOf(value), label: '' }),
  CATEGORICAL: (value) => ({ type: 'categorical', value: undefined, label: labelOf(value) }),
  TEXT: (value) => ({ type: 'text', value: undefined, label: labelOf(value) }),
  CORRECTION: (value) => ({ type: 'text', value: undefined, label: labelOf(value) }),
};

function judgement({ dataType, value }: JsonRecord): Judgement {
  if (dataType === undefined || dataType === null) {
    const found = judgementOf(value);
    if (found) return found;
    throw new BadScore('the value must be a number or a text');
  }
  const read =
    typeof dataType === 'string' && Object.hasOwn(BY_TYPE, dataType) ? BY_TYPE[dataType] : undefined;
  if (!read) throw new BadScore(`dataType must be one of ${Object.keys(BY_TYPE).join(', ')}`);
  return read(value);
}

function scoreIdOf(body: JsonRecord): string {
  const given = textOf(body, 'id');
  if (given !== '' && !isPlainId(given, MAX_ID))
    throw new BadScore('the id must be a short text of plain characters');
  return given;
}

/**
 * A score as Langfuse's API takes it, from an event or a request of its own.
 * @throws BadScore
 */
export function scoreOf(body: JsonRecord, { id, saidNs }: { id: string; saidNs: bigint }): Score {
  const name = textOf(body, 'name');
  if (name === '') throw new BadScore('a score must have a name');
  const traceId = textOf(body, 'traceId');
  const sessionId = textOf(body, 'sessionId');
  const runId = textOf(body, 'datasetRunId');
  if (traceId === '' && sessionId === '' && runId === '')
    throw new BadScore('a score must name a traceId, a sessionId or a datasetRunId');
  const source = textOf(body, 'source');
  const metadata = body.metadata ?? undefined;
  return {
    scoreId: scoreIdOf(body) || id,
    traceId,
    spanId: textOf(body, 'observationId'),
    sessionId,
    name,
    ...judgement(body),
    comment: textOf(body, 'comment'),
    source: (Object.hasOwn(SOURCES, source) && SOURCES[source]) || 'api',
    author: '',
    environment: textOf(body, 'environment'),
    configId: textOf(body, 'configId'),
    metadata: runId === '' ? metadata : { datasetRunId: runId, ...(metadata !== undefined && { metadata }) },
    timeNs: momentNs(body.timestamp) ?? saidNs,
  };
}
