import type { Json } from '../content.ts';
import { isRecord, type JsonRecord, textIn } from '../message-parts.ts';
import { type Attributes, NO_END_TIME, type RawSpan } from '../span.ts';
import { mergeBodies } from './fragment.ts';
import { earliestNs, latestNs, momentNs } from './moments.ts';
import type { Assembled, FragmentIds } from './tell.ts';

/** What an observation may be. */
export const OBSERVATION_TYPES = [
  'span',
  'generation',
  'event',
  'agent',
  'tool',
  'chain',
  'retriever',
  'evaluator',
  'embedding',
  'guardrail',
] as const;

/**
 * Langfuse's own events as the attributes that its OpenTelemetry SDK gives the same facts, so that one convention
 * reads both. A body carries the event's `type` beside what was sent: `trace`, or a type of observation.
 */
const OBSERVATION: readonly (readonly [key: string, attribute: string])[] = [
  ['type', 'langfuse.observation.type'],
  ['model', 'langfuse.observation.model.name'],
  ['modelParameters', 'langfuse.observation.model.parameters'],
  ['input', 'langfuse.observation.input'],
  ['output', 'langfuse.observation.output'],
  ['level', 'langfuse.observation.level'],
  ['statusMessage', 'langfuse.observation.status_message'],
  ['completionStartTime', 'langfuse.observation.completion_start_time'],
  ['promptName', 'langfuse.observation.prompt.name'],
  ['promptVersion', 'langfuse.observation.prompt.version'],
  ['version', 'langfuse.version'],
  ['environment', 'langfuse.environment'],
];

const TRACE: readonly (readonly [key: string, attribute: string])[] = [
  ['name', 'langfuse.trace.name'],
  ['input', 'langfuse.trace.input'],
  ['output', 'langfuse.trace.output'],
  ['userId', 'langfuse.user.id'],
  ['sessionId', 'langfuse.session.id'],
  ['tags', 'langfuse.trace.tags'],
  ['public', 'langfuse.trace.public'],
  ['release', 'langfuse.release'],
  ['version', 'langfuse.version'],
  ['environment', 'langfuse.environment'],
];

/** The scope of what came by Langfuse's own events. */
export const LANGFUSE_INGESTION = 'langfuse-ingestion';
/** Marks the span that is the trace itself. */
export const STANDS_FOR_TRACE = 'langfuse.stands_for_trace';
/** By which Langfuse's OpenTelemetry SDK marks what lies directly in the trace. */
export const APP_ROOT = 'langfuse.internal.is_app_root';

const MERGE = { deep: ['metadata'], union: ['tags'] };

export function langfuseSpan(ids: FragmentIds, bodies: readonly JsonRecord[]): Assembled {
  const isTrace = bodies.some(({ type }) => type === 'trace');
  return isTrace ? traceSpan(ids, bodies) : observationSpan(ids, bodies);
}

/** The trace itself is the root of its observations. It has no end of its own but the last thing said of it. */
function traceSpan(ids: FragmentIds, bodies: readonly JsonRecord[]): Assembled {
  const body = mergeBodies(bodies, MERGE);
  const startNs = earliestNs(bodies, 'timestamp') ?? ids.saidNs;
  const endNs = latestNs(bodies, 'timestamp') ?? startNs;
  const attributes = attributesOf(body, TRACE, 'langfuse.trace.metadata');
  attributes.set(NO_END_TIME, true);
  attributes.set(STANDS_FOR_TRACE, true);
  return { raw: raw(ids, body, '', { startNs, endNs }, attributes), placed: true };
}

function observationSpan(ids: FragmentIds, bodies: readonly JsonRecord[]): Assembled {
  const body = mergeBodies(bodies, MERGE);
  // An update speaks of a span or a generation, whatever it was created as.
  const [{ type: createdAs } = body] = bodies;
  const attributes = attributesOf(
    { ...body, type: createdAs ?? null },
    OBSERVATION,
    'langfuse.observation.metadata',
  );
  const usage = usageOf(body);
  const costs = costsOf(body);
  if (usage) attributes.set('langfuse.observation.usage_details', usage);
  if (costs) attributes.set('langfuse.observation.cost_details', costs);
  const start = earliestNs(bodies, 'startTime') ?? (ids.created ? ids.saidNs : undefined);
  const end = momentNs(body.endTime);
  // Of a span whose start is not told, its end is all that is known of its time.
  const startNs = start ?? end ?? ids.saidNs;
  if (end === undefined && body.type !== 'event') attributes.set(NO_END_TIME, true);
  const endNs = end !== undefined && end > startNs ? end : startNs;
  const parent = textIn(body, 'parentObservationId') || (ids.traceId === ids.spanId ? '' : ids.traceId);
  return { raw: raw(ids, body, parent, { startNs, endNs }, attributes), placed: start !== undefined };
}

const raw = (
  { traceId, spanId }: FragmentIds,
  body: JsonRecord,
  parentSpanId: string,
  times: { startNs: bigint; endNs: bigint },
  attributes: Attributes,
): RawSpan => ({
  traceId,
  spanId,
  parentSpanId,
  name: textIn(body, 'name'),
  otelKind: 0,
  ...times,
  // Which levels are errors is for the convention to say; that one was stated takes an earlier error back.
  status: textIn(body, 'level') === '' ? 'unset' : 'ok',
  statusMessage: '',
  attributes,
  events: [],
  links: [],
  resource: new Map(),
  scopeName: LANGFUSE_INGESTION,
  scopeVersion: '',
});

function attributesOf(
  body: JsonRecord,
  names: readonly (readonly [key: string, attribute: string])[],
  metadata: string,
): Attributes {
  const attributes: Attributes = new Map();
  for (const [key, attribute] of names) {
    const value = body[key];
    if (value !== undefined && value !== null && value !== '') attributes.set(attribute, value);
  }
  if (isRecord(body.metadata))
    for (const [key, value] of Object.entries(body.metadata)) attributes.set(`${metadata}.${key}`, value);
  else if (body.metadata !== undefined) attributes.set(metadata, body.metadata);
  return attributes;
}

const numbersOf = (value: Json | undefined): JsonRecord | undefined => {
  if (!isRecord(value)) return undefined;
  const numbers = Object.entries(value).filter(([, count]) => typeof count === 'number' || isRecord(count));
  return numbers.length > 0 ? Object.fromEntries(numbers) : undefined;
};

/** Counts of anything but tokens (characters, images, seconds) are not tokens. */
function usageOf({ usage, usageDetails }: JsonRecord): JsonRecord | undefined {
  const details = numbersOf(usageDetails);
  if (details) return details;
  if (isRecord(usage) && typeof usage.unit === 'string' && usage.unit.toUpperCase() !== 'TOKENS')
    return undefined;
  return numbersOf(usage);
}

const COSTS = [
  ['input', 'inputCost'],
  ['output', 'outputCost'],
  ['total', 'totalCost'],
] as const;

/** Costs of nothing but zero, as wrappers send them with a failed call, say nothing. */
function costsOf({ usage, costDetails }: JsonRecord): JsonRecord | undefined {
  const old = isRecord(usage)
    ? COSTS.flatMap(([name, key]) => (typeof usage[key] === 'number' ? [[name, usage[key]]] : []))
    : [];
  const costs =
    numbersOf(costDetails) ?? (old.length > 0 ? (Object.fromEntries(old) as JsonRecord) : undefined);
  return costs && Object.values(costs).some((cost) => cost !== 0) ? costs : undefined;
}
