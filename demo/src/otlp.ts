import type { Evaluated } from './agents/scored.ts';
import type { Attributes, Value } from './facts.ts';
import type { Service, SpanRecord } from './tape.ts';
import type { ScoreRecord } from './world.ts';

type AnyValue =
  | { stringValue: string }
  | { intValue: string }
  | { doubleValue: number }
  | { boolValue: boolean }
  | { arrayValue: { values: AnyValue[] } };

function anyValue(value: Value | string | number): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  }
  return { arrayValue: { values: value.map(anyValue) } };
}

export const keyValues = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));

/** Nanoseconds as OTLP's JSON wants them; our clock has microseconds. */
export const nanos = (ms: number): string => `${Math.round(ms * 1000)}000`;

/** Where programs run that do not run at home. */
const REGIONS: Readonly<Record<string, string>> = { 'help-search': 'us-east-1', reporting: 'ap-southeast-1' };

export const resource = (service: Service) => ({
  attributes: keyValues({
    'service.name': service.name,
    'service.version': service.version,
    'service.instance.id': service.instance,
    'deployment.environment.name': service.environment,
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': service.language,
    'cloud.region': REGIONS[service.name] ?? 'eu-central-1',
  }),
});

/** Instrumentations of agents say that a step went well; those of HTTP and databases leave it unset. */
const saysOk = ({ attributes }: SpanRecord): boolean =>
  !('http.request.method' in attributes) && !('db.system.name' in attributes);

function span(record: SpanRecord) {
  const { traceId, spanId, parentSpanId, name, kind, startMs, endMs, error, attributes } = record;
  return {
    traceId,
    spanId,
    ...(parentSpanId ? { parentSpanId } : {}),
    name,
    kind,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(endMs),
    attributes: keyValues(attributes),
    ...(error
      ? {
          status: { code: 2, message: error.message },
          events: [
            {
              name: 'exception',
              timeUnixNano: nanos(endMs),
              attributes: keyValues({
                'exception.type': error.type,
                'exception.message': error.message,
                ...(error.trail ? { 'exception.stacktrace': error.trail } : {}),
              }),
            },
          ],
        }
      : saysOk(record) && { status: { code: 1 } }),
  };
}

export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

export const serviceKey = ({ service }: { service: Service }) =>
  `${service.instance}\n${service.version}\n${service.environment}`;

/** The body of an export of spans, in OTLP's JSON encoding. */
export const tracesBody = (spans: readonly SpanRecord[]) => ({
  resourceSpans: grouped(spans, serviceKey).map((ofService) => ({
    resource: ofService[0] && resource(ofService[0].service),
    scopeSpans: grouped(ofService, ({ scope }) => scope.name).map((ofScope) => ({
      scope: ofScope[0]?.scope,
      spans: ofScope.map(span),
    })),
  })),
});

/** The body of an export of scores, as evaluation events. */
export const logsBody = (scores: readonly (ScoreRecord & Evaluated)[]) => ({
  resourceLogs: grouped(scores, serviceKey).map((ofService) => ({
    resource: ofService[0] && resource(ofService[0].service),
    scopeLogs: [
      {
        scope: { name: 'shop_assistant.evaluation', version: '1.0.0' },
        logRecords: ofService.map(({ traceId, spanId, atMs, name, value, label, explanation }) => ({
          traceId,
          spanId,
          timeUnixNano: nanos(atMs),
          observedTimeUnixNano: nanos(atMs),
          severityNumber: 9,
          severityText: 'INFO',
          eventName: 'gen_ai.evaluation.result',
          attributes: keyValues({
            'gen_ai.evaluation.name': name,
            'gen_ai.evaluation.score.value': value,
            ...(label ? { 'gen_ai.evaluation.score.label': label } : {}),
            ...(explanation ? { 'gen_ai.evaluation.explanation': explanation } : {}),
          }),
        })),
      },
    ],
  })),
});
