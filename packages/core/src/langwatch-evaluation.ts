import { numberOf, recordOf, textOf } from './attributes.ts';
import { momentNs } from './fragments/moments.ts';
import { firstString, isRecord, type JsonRecord } from './message-parts.ts';
import type { Judgement, Score } from './score.ts';
import type { Span, SpanEvent } from './span.ts';

/** What is judged, and what an evaluation does not say itself. */
export interface EvaluationOf {
  /** Of an evaluation without an id of its own. */
  id: string;
  name?: string;
  traceId: string;
  spanId: string;
  timeNs: bigint;
  environment?: string;
  metadata?: JsonRecord;
}

/** Only what was carried out judges: of `skipped` and `error` there is nothing but the news. */
export const wasProcessed = ({ status }: JsonRecord): boolean =>
  status === undefined || status === null || status === 'processed';

/** Facts of an evaluation that a score has no field for. */
const BESIDE = ['passed', 'is_guardrail', 'inputs', 'cost', 'duration', 'index', 'target_id'];

/**
 * The scores in an evaluation as LangWatch's SDKs tell it, wherever they do. One that says both how well and whether it
 * passed is two scores, as one is averaged and the other counted. None when it judges nothing.
 */
export function evaluationScores(evaluation: JsonRecord, of: EvaluationOf): Score[] {
  const name = firstString(evaluation.name, of.name, evaluation.type, evaluation.evaluator_id);
  if (name === undefined || !wasProcessed(evaluation)) return [];
  const label = textOf(evaluation.label) ?? '';
  const value = numberOf(evaluation.score);
  const passed = typeof evaluation.passed === 'boolean' ? Number(evaluation.passed) : undefined;
  const id = firstString(evaluation.evaluation_id) ?? of.id;
  const score = (scoreId: string, named: string, judgement: Judgement): Score => ({
    scoreId,
    traceId: of.traceId,
    spanId: of.spanId,
    sessionId: '',
    name: named,
    ...judgement,
    comment: firstString(evaluation.details) ?? '',
    source: 'evaluation',
    author: firstString(evaluation.evaluator_id, evaluation.evaluator, evaluation.type) ?? '',
    environment: of.environment ?? '',
    configId: '',
    metadata: besides(evaluation, of),
    timeNs: finishedNs(evaluation) ?? of.timeNs,
  });
  if (value !== undefined)
    return [
      score(id, name, { type: 'numeric', value, label }),
      ...(passed === undefined
        ? []
        : [score(`${id}-passed`, `${name}.passed`, { type: 'boolean', value: passed, label: '' })]),
    ];
  if (passed !== undefined) return [score(id, name, { type: 'boolean', value: passed, label })];
  return label === '' ? [] : [score(id, name, { type: 'categorical', value: undefined, label })];
}

function besides(evaluation: JsonRecord, { metadata = {} }: EvaluationOf): JsonRecord | undefined {
  const facts = BESIDE.flatMap((key) => {
    const value = evaluation[key];
    return value === undefined || value === null ? [] : [[key, value] as const];
  });
  const all = { ...metadata, ...Object.fromEntries(facts) };
  return Object.keys(all).length > 0 ? all : undefined;
}

const finishedNs = ({ timestamps }: JsonRecord): bigint | undefined =>
  isRecord(timestamps) ? (momentNs(timestamps.finished_at) ?? momentNs(timestamps.started_at)) : undefined;

const EVENT = 'langwatch.evaluation.custom';
const ID_DIGITS = 16;

/**
 * Evaluations that a span of LangWatch carries: in an event, or as what an evaluator or a guardrail gave. The Python
 * SDK tells one both ways, and the event then names the evaluator's span: both are the same score.
 */
export function evaluationsInSpan(span: Span): Score[] {
  const told = span.events.flatMap((event) => (event.name === EVENT ? inEvent(span, event) : []));
  return told.concat(inOutput(span));
}

function inEvent({ traceId, spanId }: Span, { timeNs, attributes }: SpanEvent): Score[] {
  const evaluation = recordOf(attributes.get('json_encoded_event'));
  if (!evaluation) return [];
  // Python writes the number without its leading zeros.
  const evaluator = firstString(evaluation.span_id)?.padStart(ID_DIGITS, '0') ?? spanId;
  const { evaluation_id, ...facts } = evaluation;
  const own = evaluator === spanId ? evaluation_id : undefined;
  return evaluationScores(
    { ...facts, ...(own !== undefined && { evaluation_id: own }) },
    { id: idOf(traceId, evaluator), traceId, spanId, timeNs },
  );
}

const idOf = (traceId: string, evaluator: string) => `langwatch-${traceId}-${evaluator}`;

function inOutput({ convention, kind, output, traceId, spanId, parentSpanId, name, endNs }: Span): Score[] {
  if (convention !== 'langwatch' || (kind !== 'evaluator' && kind !== 'guardrail')) return [];
  const result = output && 'json' in output ? output.json : undefined;
  if (!isRecord(result) || typeof result.status !== 'string') return [];
  return evaluationScores(
    { ...result, ...(kind === 'guardrail' && { is_guardrail: true }) },
    { id: idOf(traceId, spanId), name, traceId, spanId: parentSpanId || spanId, timeNs: endNs },
  );
}
