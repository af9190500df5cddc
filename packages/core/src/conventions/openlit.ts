import { numberAt, textAt } from '../attributes.ts';
import { plainContent } from '../messages.ts';
import type { SpanKind } from '../span.ts';
import { documentsOf } from './documents.ts';
import { secondsAt } from './moments.ts';
import { decimal } from './money.ts';
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

/** OpenLIT: gen_ai attributes with a few names of its own. */
export const openlit: Convention = {
  name: 'openlit',
  recognises: ({ attributes, scopeName }) =>
    scopeName.startsWith('openlit') ||
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
    toolName: ['gen_ai.tool.name'],
  },
  cost: ({ attributes }) => decimal(numberAt(attributes, 'gen_ai.usage.cost')),
  timeToFirstTokenNs: (span) => secondsAt(span, ['gen_ai.server.ttft', 'gen_ai.server.time_to_first_token']),
  input: ({ attributes }) => plainContent(attributes.get('gen_ai.tool.args')),
  output: ({ attributes }) => plainContent(attributes.get('gen_ai.tool.output')),
  documents: ({ attributes }) => documentsOf(attributes.get('db.response')),
  payload: ['gen_ai.tool.args', 'gen_ai.tool.output'],
};
