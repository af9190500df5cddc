import type { Json } from '@pharos/core/content';
import { momentNs } from '@pharos/core/fragments/moments';
import type { Attributes, RawSpan, SpanEvent } from '@pharos/core/span';
import { MARKS, markDropped } from '../limits.ts';
import { isObject, type JsonObject, text } from '../otlp/json-value.ts';
import type { PlainAttributes } from '../plain-json.ts';
import { spanIdOf } from './ids.ts';

/** What a span says, and the attributes that LangWatch's OpenTelemetry SDKs give the same facts. */
const FACTS: readonly (readonly [key: string, attribute: string])[] = [
  ['type', 'langwatch.span.type'],
  ['input', 'langwatch.input'],
  ['output', 'langwatch.output'],
  ['contexts', 'langwatch.rag.contexts'],
  ['metrics', 'langwatch.metrics'],
  ['params', 'langwatch.params'],
  ['timestamps', 'langwatch.timestamps'],
  ['vendor', 'gen_ai.system'],
  ['model', 'gen_ai.request.model'],
];

/** The first releases of the SDKs had a list of outputs. */
function outputOf({ output, outputs }: JsonObject): unknown {
  if (output !== undefined || !Array.isArray(outputs)) return output;
  return outputs.length > 1 ? { type: 'list', value: outputs } : outputs[0];
}

const nsOf = (value: unknown): bigint =>
  value === undefined || value === null ? 0n : (momentNs(value as Json) ?? -1n);

/** A span of `POST /api/collector`; `facts` are those of its trace, when this is the one that holds them. */
export function readSpan(
  source: JsonObject,
  { traceId, resource, facts }: { traceId: string; resource: Attributes; facts: Attributes },
  reader: PlainAttributes,
): RawSpan {
  const times = isObject(source.timestamps) ? source.timestamps : {};
  const startNs = nsOf(times.started_at);
  const endNs = nsOf(times.finished_at);
  const error = isObject(source.error) ? source.error : undefined;
  const attributes: Attributes = new Map(facts);
  reader.dropped = 0;
  for (const [key, attribute] of FACTS) {
    const value = key === 'output' ? outputOf(source) : source[key];
    if (value !== undefined && value !== null) attributes.set(attribute, reader.value(value));
  }
  markDropped(attributes, MARKS.droppedAttributes, reader.dropped);
  return {
    traceId,
    spanId: spanIdOf(source.span_id ?? source.id),
    parentSpanId: spanIdOf(source.parent_id),
    name: text(source.name) || text(source.type),
    otelKind: 0,
    startNs,
    endNs,
    status: error ? 'error' : 'unset',
    statusMessage: text(error?.message),
    attributes,
    events: error ? [exceptionOf(error, endNs)] : [],
    links: [],
    resource,
    scopeName: 'langwatch-collector',
    scopeVersion: '',
  };
}

function exceptionOf({ message, stacktrace }: JsonObject, timeNs: bigint): SpanEvent {
  const lines = Array.isArray(stacktrace) ? stacktrace.filter((line) => typeof line === 'string') : [];
  const attributes: Attributes = new Map([['exception.message', text(message)]]);
  if (lines.length > 0) attributes.set('exception.stacktrace', lines.join('\n'));
  return { name: 'exception', timeNs, attributes };
}
