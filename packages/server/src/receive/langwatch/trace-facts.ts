import type { Attributes } from '@pharos/core/span';
import { MAX_ATTRIBUTES } from '../limits.ts';
import { isObject, type JsonObject, text } from '../otlp/json-value.ts';
import type { PlainAttributes } from '../plain-json.ts';

/** Facts of a trace with a meaning of their own, and the attributes of the OpenTelemetry SDKs for them. */
const KNOWN: Readonly<Record<string, string>> = {
  user_id: 'langwatch.user.id',
  thread_id: 'langwatch.thread.id',
  customer_id: 'langwatch.customer.id',
  prompt_ids: 'langwatch.prompt_ids',
};
const RESOURCE: Readonly<Record<string, string>> = {
  sdk_name: 'telemetry.sdk.name',
  sdk_version: 'telemetry.sdk.version',
  sdk_language: 'telemetry.sdk.language',
};
/** Old clients say these beside `metadata`, not in it. */
const BESIDE = ['user_id', 'thread_id', 'customer_id', 'labels'];

/** Labels are a list, one of them, or names with values. */
function labelsOf(labels: unknown): string[] {
  if (typeof labels === 'string') return [labels];
  if (Array.isArray(labels)) return labels.filter((label) => typeof label === 'string');
  return isObject(labels) ? Object.entries(labels).map(([name, value]) => `${name}:${String(value)}`) : [];
}

export interface TraceFacts {
  resource: Attributes;
  /** Of the trace, as attributes of the one span that holds them. */
  facts: Attributes;
}

/** What the body of a collector request says of the trace as a whole. */
export function traceFacts(request: JsonObject, reader: PlainAttributes): TraceFacts {
  const metadata = new Map(Object.entries(isObject(request.metadata) ? request.metadata : {}));
  for (const key of BESIDE) if (!metadata.get(key)) metadata.set(key, request[key]);
  const facts: Attributes = new Map();
  const resource: Attributes = new Map();
  const labels = labelsOf(metadata.get('labels'));
  metadata.delete('labels');
  if (labels.length > 0) facts.set('langwatch.labels', labels);
  if (text(request.expected_output)) facts.set('langwatch.expected_output', text(request.expected_output));
  for (const [key, value] of metadata) {
    if (value === undefined || value === null || facts.size >= MAX_ATTRIBUTES) continue;
    const ofResource = Object.hasOwn(RESOURCE, key) ? RESOURCE[key] : undefined;
    const known = Object.hasOwn(KNOWN, key) ? KNOWN[key] : undefined;
    if (ofResource) resource.set(ofResource, reader.value(value));
    else facts.set(known ?? `metadata.${key}`, reader.value(value));
  }
  return { resource, facts };
}
