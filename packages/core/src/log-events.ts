import { jsonOf, numberAt, textAt } from './attributes.ts';
import { GEN_AI_COUNTS } from './conventions/otel-genai.ts';
import { countsAt, inclusive } from './conventions/tokens.ts';
import { DETAILS_EVENT, eventMessage, fieldsOf, inputMessages } from './gen-ai-events.ts';
import { isRecord } from './message-parts.ts';
import { contentOf } from './messages.ts';
import type { Score } from './score.ts';
import type { Attributes, AttributeValue, LogRecord, SpanPatch } from './span.ts';
import { exclusiveUsage } from './usage.ts';

/** A log record as received: its body may have a structure. */
export interface RawLog extends Omit<LogRecord, 'body' | 'service'> {
  body: AttributeValue;
}

/** What a log record says about something else. */
export interface LogMeaning {
  patch?: SpanPatch;
  score?: Score;
}

export const EVALUATION_EVENT = 'gen_ai.evaluation.result';

/** Before records had an event name of their own it was an attribute. */
const eventNameOf = (log: RawLog): string => log.eventName || (textAt(log.attributes, 'event.name') ?? '');

/** The record as it is stored: a structured body as JSON text. */
export function logRecord(log: RawLog): LogRecord {
  const { body, ...rest } = log;
  return {
    ...rest,
    eventName: eventNameOf(log),
    body: typeof body === 'string' ? body : body === null ? '' : JSON.stringify(jsonOf(body)),
    service: textAt(log.resource, 'service.name') ?? '',
  };
}

function messagePatch(log: RawLog, name: string): SpanPatch | undefined {
  const body = jsonOf(log.body);
  const fields = { ...fieldsOf(log.attributes), ...(isRecord(body) ? body : {}) };
  if (typeof body === 'string' && body !== '') fields.content ??= body;
  const found = eventMessage(name, fields);
  if (!found) return undefined;
  const patch: SpanPatch = { traceId: log.traceId, spanId: log.spanId, timeNs: log.timeNs };
  if (found.side === 'input') patch.inputMessages = [found.message];
  else patch.outputMessages = [found.message];
  return patch;
}

function detailsPatch(log: RawLog): SpanPatch {
  const { attributes } = log;
  const patch: SpanPatch = { traceId: log.traceId, spanId: log.spanId, timeNs: log.timeNs };
  const input = inputMessages(
    attributes.get('gen_ai.input.messages'),
    attributes.get('gen_ai.system_instructions'),
  );
  const output = contentOf(attributes.get('gen_ai.output.messages'), 'assistant');
  const model = textAt(attributes, 'gen_ai.response.model') ?? textAt(attributes, 'gen_ai.request.model');
  const provider = textAt(attributes, 'gen_ai.provider.name') ?? textAt(attributes, 'gen_ai.system');
  const reported = inclusive(countsAt(attributes, GEN_AI_COUNTS));
  const usage = reported && exclusiveUsage(reported);
  const userId = textAt(attributes, 'user.id');
  const sessionId = textAt(attributes, 'session.id') ?? textAt(attributes, 'gen_ai.conversation.id');
  if (input) patch.input = input;
  if (output) patch.output = output;
  if (model) patch.model = model;
  if (provider) patch.provider = provider.toLowerCase();
  if (usage) patch.usage = usage;
  if (userId) patch.userId = userId;
  if (sessionId) patch.sessionId = sessionId;
  return patch;
}

/** Where and when a judgement was made. */
export interface ScoreTarget {
  traceId: string;
  spanId: string;
  timeNs: bigint;
}

/** The judgement in an evaluation event; undefined when it has no name or judges nothing. */
export function evaluationScore(target: ScoreTarget, attributes: Attributes): Score | undefined {
  const name = textAt(attributes, 'gen_ai.evaluation.name');
  const value = numberAt(attributes, 'gen_ai.evaluation.score.value');
  const label = textAt(attributes, 'gen_ai.evaluation.score.label') ?? '';
  if (name === undefined || (value === undefined && label === '')) return undefined;
  return {
    // The same event delivered twice is the same score.
    scoreId: `${target.traceId}-${target.spanId}-${target.timeNs}-${name}`,
    traceId: target.traceId,
    spanId: target.spanId,
    sessionId: target.traceId === '' ? (textAt(attributes, 'gen_ai.conversation.id') ?? '') : '',
    name,
    type: value === undefined ? 'categorical' : 'numeric',
    value,
    label,
    comment: textAt(attributes, 'gen_ai.evaluation.explanation') ?? '',
    source: 'evaluation',
    author: textAt(attributes, 'user.id') ?? '',
    environment: '',
    configId: '',
    metadata: undefined,
    timeNs: target.timeNs,
  };
}

/**
 * What a generative-AI event in a log says of its span: a patch to fold onto it, or a score. Undefined for every
 * other record, and for a message that names no span.
 */
export function logMeaning(log: RawLog): LogMeaning | undefined {
  const name = eventNameOf(log);
  if (!name.startsWith('gen_ai.')) return undefined;
  if (name === EVALUATION_EVENT) {
    const score = evaluationScore(log, log.attributes);
    return score && { score };
  }
  if (log.traceId === '' || log.spanId === '') return undefined;
  if (name === DETAILS_EVENT) return { patch: detailsPatch(log) };
  const patch = messagePatch(log, name);
  return patch && { patch };
}
