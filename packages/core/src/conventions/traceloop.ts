import { parseJson, textAt } from '../attributes.ts';
import type { Content, Json } from '../content.ts';
import { isRecord } from '../message-parts.ts';
import { contentOf, plainContent } from '../messages.ts';
import type { AttributeValue, RawSpan, SpanKind } from '../span.ts';
import { documentsInEvents, HIT_EVENTS } from './documents.ts';
import { GEN_AI_COUNTS } from './otel-genai.ts';
import { countsAt, handedOn } from './tokens.ts';
import type { Convention } from './types.ts';

const KINDS = new Map<string, SpanKind>([
  ['workflow', 'chain'],
  ['task', 'chain'],
  ['agent', 'agent'],
  ['tool', 'tool'],
]);

const kindName = ({ attributes }: RawSpan) => textAt(attributes, 'traceloop.span.kind') ?? '';

/** What a decorated function was called with: only its arguments, by position or by name, if it had any. */
function callArguments(value: Json): Json | undefined {
  if (!isRecord(value) || !('args' in value) || !('kwargs' in value)) return value;
  const { args, kwargs } = value;
  const positional = Array.isArray(args) ? args : [];
  const isNamed = isRecord(kwargs) && Object.keys(kwargs).length > 0;
  if (positional.length === 0) return isNamed ? kwargs : undefined;
  if (isNamed) return value;
  return positional.length === 1 ? positional[0] : positional;
}

const entity = (value: AttributeValue | undefined): Json | undefined =>
  typeof value === 'string' && value !== '' ? (parseJson(value) ?? value) : undefined;

function content(span: RawSpan, value: Json | undefined, role: 'user' | 'assistant'): Content | undefined {
  if (value === undefined) return undefined;
  return kindName(span) === 'tool' ? plainContent(value) : contentOf(value, role);
}

const property = (...names: string[]) => names.map((name) => `traceloop.association.properties.${name}`);

/** OpenLLMetry: Traceloop's SDKs and instrumentations. Calls are written in gen_ai terms. */
export const traceloop: Convention = {
  name: 'traceloop',
  recognises: ({ attributes, scopeName }) =>
    attributes.has('traceloop.span.kind') ||
    attributes.has('traceloop.workflow.name') ||
    scopeName.startsWith('@traceloop/'),
  kind: (span) => KINDS.get(kindName(span)),
  text: {
    userId: property('user_id', 'userId', 'user.id'),
    sessionId: property('session_id', 'sessionId', 'thread_id', 'conversation_id', 'chat_id'),
    agentName: ['gen_ai.agent.name'],
    agentVersion: ['traceloop.entity.version'],
    promptName: ['traceloop.prompt.key'],
    promptVersion: ['traceloop.prompt.version'],
    environment: property('environment'),
  },
  facts(span) {
    const name = textAt(span.attributes, 'traceloop.entity.name') ?? span.name;
    const kind = kindName(span);
    if (kind === 'agent') return { agentName: name };
    return kind === 'tool' ? { toolName: name } : undefined;
  },
  usage: ({ attributes, scopeName }) =>
    scopeName === '@traceloop/instrumentation-anthropic'
      ? handedOn(countsAt(attributes, GEN_AI_COUNTS))
      : undefined,
  input(span) {
    const value = entity(span.attributes.get('traceloop.entity.input'));
    return content(span, value === undefined ? undefined : callArguments(value), 'user');
  },
  output: (span) => content(span, entity(span.attributes.get('traceloop.entity.output')), 'assistant'),
  documents: ({ events }) => documentsInEvents(events),
  payload: ['traceloop.entity.input', 'traceloop.entity.output'],
  payloadEvents: HIT_EVENTS,
};
