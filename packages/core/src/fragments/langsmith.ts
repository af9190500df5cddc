import { firstString, isRecord, type JsonRecord, recordIn, textIn } from '../message-parts.ts';
import { type Attributes, NO_END_TIME, type SpanEvent } from '../span.ts';
import { dottedOrder } from './dotted-order.ts';
import { mergeBodies } from './fragment.ts';
import { earliestNs, momentNs } from './moments.ts';
import { runResult } from './run-result.ts';
import type { Assembled, FragmentIds } from './tell.ts';
import { toldError } from './told-error.ts';

/** What a run says, by the attributes that LangSmith's OpenTelemetry mode gives the same facts. */
const RUN: readonly (readonly [key: string, attribute: string])[] = [
  ['run_type', 'langsmith.span.kind'],
  ['name', 'langsmith.trace.name'],
  ['session_name', 'langsmith.trace.session_name'],
  ['session_id', 'langsmith.trace.session_id'],
  ['tags', 'langsmith.span.tags'],
  ['inputs', 'gen_ai.prompt'],
  ['outputs', 'gen_ai.completion'],
  ['serialized', 'langsmith.serialized'],
  ['dotted_order', 'langsmith.dotted_order'],
  ['reference_example_id', 'langsmith.reference_example_id'],
  ['attachments', 'langsmith.attachments'],
];

/** What the SDK says of where it runs, by the names that OpenTelemetry has for it. */
const RUNTIME = new Map([
  ['sdk', 'telemetry.sdk.name'],
  ['sdk_version', 'telemetry.sdk.version'],
  ['runtime', 'process.runtime.name'],
  ['runtime_version', 'process.runtime.version'],
  ['platform', 'os.description'],
]);

/** Runs of these types ask no model, whatever their outputs hold. */
const NO_MODEL: ReadonlySet<string> = new Set(['chain', 'tool', 'retriever', 'prompt', 'parser']);

/** Keys of `extra` that have attributes of their own. */
const TOLD_APART: ReadonlySet<string> = new Set(['metadata', 'runtime', 'invocation_params']);

const MERGE = { deep: ['extra', 'attachments'] };
const MAX_EVENTS = 128;
const DROPPED_EVENTS = 'pharos.dropped_events';
/** Files that came within JSON: their names, types and sizes are kept, their bytes are not. */
const DROPPED_ATTACHMENTS = 'pharos.dropped_attachments';

/** A run of LangSmith's own protocol: posted, then patched, or posted when it has already ended. */
export function langsmithSpan(ids: FragmentIds, bodies: readonly JsonRecord[]): Assembled {
  const body = mergeBodies(bodies, MERGE);
  const place = dottedOrder(body.dotted_order);
  const start = earliestNs(bodies, 'start_time') ?? place?.startNs;
  const end = momentNs(body.end_time);
  const startNs = start ?? end ?? ids.saidNs;
  const endNs = end !== undefined && end > startNs ? end : startNs;
  const attributes = attributesOf(body);
  if (end === undefined) attributes.set(NO_END_TIME, true);
  const { events, dropped } = eventsOf(body, startNs);
  if (dropped > 0) attributes.set(DROPPED_EVENTS, dropped);
  const told = textIn(body, 'error');
  const error = told === '' ? undefined : toldError(told);
  if (error) events.push(exception(error, endNs));
  return {
    raw: {
      traceId: ids.traceId,
      spanId: ids.spanId,
      parentSpanId: textIn(body, 'parent_run_id') || (place?.parentId ?? ''),
      name: textIn(body, 'name'),
      otelKind: 0,
      startNs,
      endNs,
      status: error ? 'error' : 'unset',
      statusMessage: error?.message ?? '',
      attributes,
      events,
      links: [],
      resource: resourceOf(body),
      scopeName: 'langsmith-runs',
      scopeVersion: '',
    },
    placed: start !== undefined,
  };
}

function attributesOf(body: JsonRecord): Attributes {
  const attributes: Attributes = new Map();
  for (const [key, attribute] of RUN) {
    const value = body[key];
    if (value !== undefined && value !== '') attributes.set(attribute, value);
  }
  const extra = recordIn(body, 'extra');
  const metadata = recordIn(extra, 'metadata');
  for (const [key, value] of Object.entries(metadata))
    if (key !== 'usage_metadata') attributes.set(`langsmith.metadata.${key}`, value);
  for (const [key, value] of Object.entries(extra))
    if (!TOLD_APART.has(key)) attributes.set(`langsmith.extra.${key}`, value);
  const attached = Object.values(recordIn(body, 'attachments'));
  const dropped = attached.filter((file) => !isRecord(file) || file.sha256 === undefined).length;
  if (dropped > 0) attributes.set(DROPPED_ATTACHMENTS, dropped);
  tellCall(attributes, body, extra, metadata);
  return attributes;
}

/** What is known of the call to a model. */
function tellCall(attributes: Attributes, body: JsonRecord, extra: JsonRecord, metadata: JsonRecord): void {
  const { usage, model, provider, finishReasons } = runResult(recordIn(body, 'outputs'));
  const stated = usage ?? (isRecord(metadata.usage_metadata) ? metadata.usage_metadata : undefined);
  if (stated) attributes.set('langsmith.usage_metadata', stated);
  if (NO_MODEL.has(textIn(body, 'run_type'))) return;
  const { tools, ...params } = recordIn(extra, 'invocation_params');
  if (Object.keys(params).length > 0) attributes.set('langsmith.invocation_params', params);
  if (tools !== undefined) attributes.set('gen_ai.tool.definitions', tools);
  const asked = firstString(
    metadata.ls_model_name,
    params.model,
    params.model_name,
    recordIn(body, 'inputs').model,
  );
  if (asked !== undefined) attributes.set('gen_ai.request.model', asked);
  if (model !== undefined) attributes.set('gen_ai.response.model', model);
  if (provider !== undefined) attributes.set('gen_ai.provider.name', provider);
  if (finishReasons.length > 0) attributes.set('gen_ai.response.finish_reasons', finishReasons);
}

/** What an SDK calls a project when it is told none. */
const DEFAULT_PROJECT = 'default';

/** LangSmith's project is what the application calls itself. */
function resourceOf(body: JsonRecord): Attributes {
  const resource: Attributes = new Map();
  const project = textIn(body, 'session_name');
  if (project !== '' && project !== DEFAULT_PROJECT) resource.set('service.name', project);
  for (const [key, value] of Object.entries(recordIn(recordIn(body, 'extra'), 'runtime')))
    resource.set(RUNTIME.get(key) ?? `langsmith.runtime.${key}`, value);
  return resource;
}

/** Of the tokens of a stream only the first says anything, namely when it came. */
function eventsOf({ events }: JsonRecord, startNs: bigint): { events: SpanEvent[]; dropped: number } {
  const named = (Array.isArray(events) ? events : []).filter(
    (event): event is JsonRecord => isRecord(event) && typeof event.name === 'string',
  );
  const first = named.findIndex(({ name }) => name === 'new_token');
  const telling = named.filter(({ name }, index) => name !== 'new_token' || index === first);
  return {
    events: telling.slice(0, MAX_EVENTS).map((event) => ({
      name: textIn(event, 'name'),
      timeNs: momentNs(event.time) ?? startNs,
      attributes: new Map(Object.entries(recordIn(event, 'kwargs'))),
    })),
    dropped: Math.max(0, telling.length - MAX_EVENTS),
  };
}

const exception = (error: { type: string; message: string; stack: string }, timeNs: bigint): SpanEvent => ({
  name: 'exception',
  timeNs,
  attributes: new Map([
    ['exception.type', error.type],
    ['exception.message', error.message],
    ['exception.stacktrace', error.stack],
  ]),
});
