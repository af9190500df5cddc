import { firstText, textAt } from '../attributes.ts';
import type { RawSpan, SpanKind } from '../span.ts';
import { documentsOf } from './documents.ts';
import { secondsAt } from './moments.ts';
import { GEN_AI_COUNTS } from './otel-genai.ts';
import { countsAt, handedOn } from './tokens.ts';
import type { Convention } from './types.ts';
import { kindOfStoreCall } from './vector-store.ts';

const OPERATIONS = new Map<string, SpanKind>([
  ['image', 'llm'],
  ['audio', 'llm'],
  ['framework', 'chain'],
  ['agent', 'agent'],
  ['workflow', 'chain'],
  ['invoke_workflow', 'chain'],
]);

/** Providers whose counts are handed on as they come. The Python SDK has one scope for all. */
const BESIDE_INPUT = new Set(['anthropic', 'aws.bedrock']);
const SCOPES = /^(?:openlit\.otel\.tracing|@openlit\/instrumentation-(?:anthropic|bedrock))$/;

const cacheBesideInput = ({ attributes, scopeName }: RawSpan) =>
  SCOPES.test(scopeName) &&
  BESIDE_INPUT.has(firstText(attributes, ['gen_ai.provider.name', 'gen_ai.system']) ?? '');

/** OpenLIT: gen_ai attributes with a few names of its own. */
export const openlit: Convention = {
  name: 'openlit',
  recognises: ({ attributes, scopeName }) =>
    scopeName.startsWith('openlit') ||
    scopeName.startsWith('@openlit/') ||
    attributes.has('gen_ai.application_name') ||
    attributes.has('gen_ai.environment') ||
    attributes.get('telemetry.sdk.name') === 'openlit',
  kind(span) {
    const operation = textAt(span.attributes, 'gen_ai.operation.name');
    if (operation === 'vectordb') return kindOfStoreCall(span) ?? 'retriever';
    return operation === undefined ? undefined : OPERATIONS.get(operation);
  },
  text: {
    userId: ['gen_ai.request.user'],
    environment: ['gen_ai.environment'],
  },
  usage: (span) => (cacheBesideInput(span) ? handedOn(countsAt(span.attributes, GEN_AI_COUNTS)) : undefined),
  timeToFirstTokenNs: (span) => secondsAt(span, ['gen_ai.server.ttft', 'gen_ai.server.time_to_first_token']),
  documents: ({ attributes }) => documentsOf(attributes.get('db.response')),
};
