import { isRecord, type JsonRecord } from '../message-parts.ts';
import { type Attributes, NO_END_TIME, type SpanEvent } from '../span.ts';
import { mergeBodies } from './fragment.ts';
import { momentNs } from './moments.ts';
import type { Assembled, FragmentIds } from './tell.ts';

/** What a run says, by the attributes that LangSmith's OpenTelemetry mode gives the same facts. */
const RUN: readonly (readonly [key: string, attribute: string])[] = [
  ['run_type', 'langsmith.span.kind'],
  ['name', 'langsmith.trace.name'],
  ['session_name', 'langsmith.trace.session_name'],
  ['tags', 'langsmith.span.tags'],
  ['inputs', 'gen_ai.prompt'],
  ['outputs', 'gen_ai.completion'],
];
const MERGE = { deep: ['extra'], union: ['tags'] };

/** A run of LangSmith's own protocol: posted, then patched, or posted when it has already ended. */
export function langsmithSpan(ids: FragmentIds, bodies: readonly JsonRecord[]): Assembled {
  const body = mergeBodies(bodies, MERGE);
  const attributes: Attributes = new Map();
  for (const [key, attribute] of RUN) {
    const value = body[key];
    if (value !== undefined && value !== '') attributes.set(attribute, value);
  }
  const extra = isRecord(body.extra) ? body.extra : {};
  const metadata = isRecord(extra.metadata) ? extra.metadata : {};
  for (const [key, value] of Object.entries(metadata))
    if (key !== 'usage_metadata') attributes.set(`langsmith.metadata.${key}`, value);
  const outputs = isRecord(body.outputs) ? body.outputs : {};
  const usage = isRecord(outputs.usage_metadata) ? outputs.usage_metadata : metadata.usage_metadata;
  if (isRecord(usage)) attributes.set('langsmith.usage_metadata', usage);
  if (typeof outputs.model === 'string') attributes.set('gen_ai.response.model', outputs.model);
  const start = momentNs(body.start_time);
  const startNs = start ?? ids.saidNs;
  const end = momentNs(body.end_time);
  if (end === undefined) attributes.set(NO_END_TIME, true);
  const error = typeof body.error === 'string' ? body.error : '';
  return {
    raw: {
      traceId: ids.traceId,
      spanId: ids.spanId,
      parentSpanId: typeof body.parent_run_id === 'string' ? body.parent_run_id : '',
      name: typeof body.name === 'string' ? body.name : '',
      otelKind: 0,
      startNs,
      endNs: end !== undefined && end > startNs ? end : startNs,
      status: error === '' ? 'unset' : 'error',
      statusMessage: error,
      attributes,
      events: eventsOf(body, startNs),
      links: [],
      resource: new Map(),
      scopeName: 'langsmith-runs',
      scopeVersion: '',
    },
    placed: start !== undefined,
  };
}

function eventsOf({ events }: JsonRecord, startNs: bigint): SpanEvent[] {
  if (!Array.isArray(events)) return [];
  return events.flatMap((event) =>
    isRecord(event) && typeof event.name === 'string'
      ? [
          {
            name: event.name,
            timeNs: momentNs(event.time) ?? startNs,
            attributes: new Map(Object.entries(isRecord(event.kwargs) ? event.kwargs : {})),
          },
        ]
      : [],
  );
}
