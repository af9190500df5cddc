import { evaluationScores, wasProcessed } from '@pharos/core/langwatch-evaluation';
import type { JsonRecord } from '@pharos/core/message-parts';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { DecodeError } from '../../intake/errors.ts';
import { reject } from '../../intake/rejection.ts';
import type { DecodeContext } from '../decode.ts';
import { parseJson } from '../json-text.ts';
import { PartBudget } from '../limits.ts';
import { isObject, type JsonObject, list, text } from '../otlp/json-value.ts';
import { admit } from '../otlp/span-rules.ts';
import { PlainAttributes } from '../plain-json.ts';
import { spanIdOf, traceIdOf } from './ids.ts';
import { readSpan } from './span.ts';
import { traceFacts } from './trace-facts.ts';

/**
 * LangWatch's `POST /api/collector`: spans of one trace, what is known of the trace, and evaluations of it. Items of
 * the batch are the evaluations.
 * @throws DecodeError when it is no such request, or tells of several traces.
 */
export function decodeCollector(body: Uint8Array, { receivedNs }: DecodeContext): DecodedBatch {
  const request = parseJson(body);
  if (!isObject(request)) throw new DecodeError('the body must be a JSON object');
  const spans = list(request.spans, 'spans');
  const evaluations = list(request.evaluations, 'evaluations');
  const traceId = traceOf(request, spans);
  const batch = emptyBatch();
  const reader = new PlainAttributes(new PartBudget());
  const { resource, facts } = traceFacts(request, reader);
  const holder = spans.find((span) => isObject(span) && !span.parent_id) ?? spans[0];
  for (const span of spans) {
    if (!isObject(span)) reject(batch, 'malformed', 'a span must be an object');
    else
      admit(batch, readSpan(span, { traceId, resource, facts: span === holder ? facts : new Map() }, reader));
  }
  if (facts.size > 0 && spans.length === 0)
    reject(batch, 'malformed', 'metadata is taken together with a span of its trace');
  const lastNs = batch.spans.map(({ endNs }) => endNs).sort((a, b) => Number(b - a))[0];
  const timeNs = lastNs ?? receivedNs;
  for (const [item, evaluation] of evaluations.entries())
    takeEvaluation(batch, evaluation, { traceId, timeNs, item });
  return batch;
}

/** The one trace of the request; spans that name none belong to it. */
function traceOf(request: JsonObject, spans: readonly unknown[]): string {
  const named = [request, ...spans].flatMap((each) =>
    isObject(each) && each.trace_id !== undefined && each.trace_id !== null ? [traceIdOf(each.trace_id)] : [],
  );
  const [traceId = '', ...others] = named;
  if (traceId === '') throw new DecodeError('trace_id must be a text of 1 to 512 characters');
  if (others.some((other) => other !== traceId))
    throw new DecodeError('All spans must have the same trace id');
  return traceId;
}

class BadEvaluation extends Error {
  override readonly name = 'BadEvaluation';
}

interface OfTrace {
  traceId: string;
  timeNs: bigint;
  item: number;
}

function takeEvaluation(batch: DecodedBatch, evaluation: unknown, of: OfTrace): void {
  try {
    readEvaluation(batch, evaluation, of);
  } catch (error) {
    if (!(error instanceof BadEvaluation)) throw error;
    reject(batch, 'malformed', error.message, { items: [of.item] });
  }
}

function readEvaluation(batch: DecodedBatch, evaluation: unknown, { traceId, timeNs, item }: OfTrace): void {
  if (!isObject(evaluation)) throw new BadEvaluation('an evaluation must be an object');
  const name = text(evaluation.name);
  if (name === '') throw new BadEvaluation('an evaluation must have a name');
  const target = { traceId, spanId: spanIdOf(evaluation.span_id), timeNs };
  // Plain JSON: it was just parsed.
  const said = evaluation as JsonRecord;
  if (!wasProcessed(said)) {
    batch.logs.push(newsOf(said, target));
    return;
  }
  const scores = evaluationScores(said, { ...target, id: `langwatch-${traceId}-${target.spanId}-${name}` });
  if (scores.length === 0) throw new BadEvaluation('an evaluation must have passed, a score or a label');
  batch.scores.push(...scores.map((score) => ({ ...score, item })));
}

const WARN = 13;

/** An evaluation that was not carried out judges nothing, but whoever looks for it finds why. */
const newsOf = (evaluation: JsonRecord, of: { traceId: string; spanId: string; timeNs: bigint }) => ({
  ...of,
  severityNumber: WARN,
  severityText: 'WARN',
  eventName: 'langwatch.evaluation',
  body: evaluation,
  attributes: new Map(),
  resource: new Map(),
  scopeName: 'langwatch-collector',
});
