import { momentNs } from '@pharos/core/fragments/moments';
import type { Attributes, RawSpan, SpanEvent } from '@pharos/core/span';
import { type DecodedBatch, emptyBatch } from '../../intake/decoded.ts';
import { DecodeError } from '../../intake/errors.ts';
import { reject } from '../../intake/rejection.ts';
import type { DecodeContext } from '../decode.ts';
import { parseJson } from '../json-text.ts';
import { MARKS, MAX_EVENTS, markDropped, PartBudget } from '../limits.ts';
import { idOf, isObject, type JsonObject, text } from '../otlp/json-value.ts';
import { admit, statusOf } from '../otlp/span-rules.ts';
import { PlainAttributes } from '../plain-json.ts';
import { flatAttributes } from './flat-attributes.ts';
import { ofPhoenixProject } from './project.ts';

const STATUSES = ['UNSET', 'OK', 'ERROR'];
/** What no time can be. */
const NONSENSE = -1n;

/**
 * Phoenix's `POST /v1/projects/{project}/spans`: `{data: [span]}` in its own simple form.
 * @throws DecodeError when it is none.
 */
export function decodePhoenixSpans(body: Uint8Array, { subject }: DecodeContext): DecodedBatch {
  const request = parseJson(body);
  const spans = isObject(request) ? request.data : undefined;
  if (!Array.isArray(spans)) throw new DecodeError('the body must be {"data": [spans]}');
  const batch = emptyBatch();
  const attributes = new PlainAttributes(new PartBudget());
  const resource: Attributes = new Map();
  spans.forEach((span: unknown, item) => {
    batch.items.push(isObject(span) && isObject(span.context) ? text(span.context.span_id) : '');
    if (isObject(span)) admit(batch, { ...readSpan(span, attributes, resource), item });
    else reject(batch, 'malformed', 'a span must be an object', { items: [item] });
  });
  return ofPhoenixProject(batch, subject);
}

function readSpan(source: JsonObject, reader: PlainAttributes, resource: Attributes): RawSpan {
  reader.budget.part();
  const context = isObject(source.context) ? source.context : {};
  const events = Array.isArray(source.events) ? source.events.filter(isObject) : [];
  const attributes = reader.read(flatAttributes(source.attributes));
  if (!attributes.has('openinference.span.kind') && text(source.span_kind) !== '')
    attributes.set('openinference.span.kind', text(source.span_kind));
  markDropped(attributes, MARKS.droppedEvents, events.length - Math.min(events.length, MAX_EVENTS));
  return {
    traceId: idOf(context.trace_id, 16),
    spanId: idOf(context.span_id, 8),
    parentSpanId: idOf(source.parent_id, 8),
    name: text(source.name),
    otelKind: 0,
    startNs: momentNs(text(source.start_time)) ?? NONSENSE,
    endNs: momentNs(text(source.end_time)) ?? 0n,
    status: statusOf(STATUSES.indexOf(text(source.status_code).toUpperCase())),
    statusMessage: text(source.status_message),
    attributes,
    events: events.slice(0, MAX_EVENTS).map((event) => readEvent(event, reader)),
    links: [],
    resource,
    scopeName: 'phoenix-client',
    scopeVersion: '',
  };
}

const readEvent = (event: JsonObject, reader: PlainAttributes): SpanEvent => ({
  name: text(event.name),
  timeNs: momentNs(text(event.timestamp)) ?? 0n,
  attributes: reader.read(event.attributes),
});
