import { listOf, parseJson, textAt } from '../attributes.ts';
import { contentOf, plainContent } from '../messages.ts';
import type { AttributeValue, RawSpan, SpanKind } from '../span.ts';
import type { Convention } from './types.ts';

const TYPES = new Map<string, SpanKind>([
  ['LLM', 'llm'],
  ['TOOL', 'tool'],
  ['EVALUATOR', 'evaluator'],
  ['HUMAN_EVALUATOR', 'evaluator'],
  ['EVALUATION', 'chain'],
  ['EXECUTOR', 'chain'],
]);

/** Every value is written as JSON, a text with its quotes. */
const unquoted = (value: AttributeValue | undefined) =>
  typeof value === 'string' && value.startsWith('"') ? (parseJson(value) ?? value) : value;

const typeOf = ({ attributes }: RawSpan) => textAt(attributes, 'lmnr.span.type') ?? '';
const isTool = (span: RawSpan) => typeOf(span) === 'TOOL';

/** Laminar (lmnr). Failures are exception events under an unset status. */
export const laminar: Convention = {
  name: 'laminar',
  recognises: ({ attributes }) =>
    attributes.has('lmnr.span.type') || attributes.has('lmnr.span.path') || attributes.has('lmnr.span.input'),
  kind: (span) => TYPES.get(typeOf(span)),
  text: {
    userId: ['lmnr.association.properties.user_id', 'lmnr.association.properties.userId'],
    sessionId: ['lmnr.association.properties.session_id', 'lmnr.association.properties.sessionId'],
  },
  facts: (span) => (isTool(span) ? { toolName: span.name } : undefined),
  tags: ({ attributes }) => listOf(attributes.get('lmnr.association.properties.tags')),
  input(span) {
    const value = unquoted(span.attributes.get('lmnr.span.input'));
    return isTool(span) ? plainContent(value) : contentOf(value, 'user');
  },
  output(span) {
    const value = unquoted(span.attributes.get('lmnr.span.output'));
    return isTool(span) ? plainContent(value) : contentOf(value, 'assistant');
  },
  payload: ['lmnr.span.input', 'lmnr.span.output'],
};
