import { firstValue, listOf, numberOf, recordOf, textAt } from '../attributes.ts';
import type { Content, Json } from '../content.ts';
import { isRecord } from '../message-parts.ts';
import { contentOf } from '../messages.ts';
import type { AttributeValue, RawSpan, SpanKind } from '../span.ts';
import { documentsOf } from './documents.ts';
import { sinceStart } from './moments.ts';
import { workedOut } from './money.ts';
import { GEN_AI_COUNTS } from './otel-genai.ts';
import { type CountNames, countsAt, countsIn, inclusive, merged } from './tokens.ts';
import { toolsOf } from './tools.ts';
import type { Convention } from './types.ts';

const TYPES = new Map<string, SpanKind>([
  ['llm', 'llm'],
  ['chain', 'chain'],
  ['workflow', 'chain'],
  ['task', 'chain'],
  ['tool', 'tool'],
  ['agent', 'agent'],
  ['rag', 'retriever'],
  ['guardrail', 'guardrail'],
  ['evaluation', 'evaluator'],
]);

const COUNTS: CountNames = [
  ['input', ['promptTokens', 'prompt_tokens']],
  ['output', ['completionTokens', 'completion_tokens']],
  ['reasoning', ['reasoningTokens', 'reasoning_tokens']],
  ['cachedRead', ['cacheReadInputTokens', 'cache_read_input_tokens']],
  ['cacheWrite', ['cacheCreationInputTokens', 'cache_creation_input_tokens']],
];

const MAX_WRAPS = 20;

/** Values travel as `{type, value}`, lists of them nested. */
function unwrap(value: Json, wraps = MAX_WRAPS): Json {
  if (wraps === 0 || !isRecord(value) || !('value' in value) || typeof value.type !== 'string') return value;
  if (value.type === 'list' && Array.isArray(value.value)) {
    return value.value.map((item) => unwrap(item, wraps - 1));
  }
  return unwrap(value.value as Json, wraps - 1);
}

function unwrapped(value: AttributeValue | undefined): Json | undefined {
  const record = recordOf(value);
  return record ? unwrap(record) : undefined;
}

function recordIn(span: RawSpan, name: string) {
  const value = unwrapped(span.attributes.get(name));
  return isRecord(value) ? value : undefined;
}

function content(value: AttributeValue | undefined, role: 'user' | 'assistant'): Content | undefined {
  const typed = unwrapped(value);
  // Text stays text: it was typed as text, whatever it looks like.
  if (typeof typed === 'string') return typed === '' ? undefined : { text: typed };
  return contentOf(typed ?? value, role);
}

const typeOf = ({ attributes }: RawSpan) => textAt(attributes, 'langwatch.span.type') ?? '';
const CONTEXTS = ['langwatch.contexts', 'langwatch.rag.contexts'];

/** LangWatch's SDKs. */
export const langwatch: Convention = {
  name: 'langwatch',
  recognises: ({ attributes, scopeName }) =>
    attributes.has('langwatch.span.type') ||
    attributes.has('langwatch.input') ||
    attributes.has('langwatch.output') ||
    attributes.has('langwatch.thread.id') ||
    scopeName.startsWith('langwatch'),
  kind: (span) => TYPES.get(typeOf(span)),
  text: {
    userId: ['langwatch.user.id', 'langwatch.user_id'],
    sessionId: ['gen_ai.conversation.id', 'langwatch.thread.id', 'langwatch.thread_id'],
    promptName: ['langwatch.prompt.handle', 'langwatch.prompt.id'],
    promptVersion: ['langwatch.prompt.version.number', 'langwatch.prompt.version.id'],
  },
  facts(span) {
    const type = typeOf(span);
    if (type === 'agent') return { agentName: span.name };
    return type === 'tool' ? { toolName: span.name } : undefined;
  },
  tags: ({ attributes }) => listOf(attributes.get('langwatch.labels') ?? attributes.get('langwatch.tags')),
  // Each source has counts that the other lacks.
  usage(span) {
    const metrics = recordIn(span, 'langwatch.metrics');
    return inclusive(merged(metrics && countsIn(metrics, COUNTS), countsAt(span.attributes, GEN_AI_COUNTS)));
  },
  usageEstimated: (span) =>
    span.attributes.get('langwatch.tokens.estimated') === true ||
    recordIn(span, 'langwatch.metrics')?.tokensEstimated === true,
  cost: (span) =>
    workedOut(
      numberOf(recordIn(span, 'langwatch.metrics')?.cost) ??
        numberOf(span.attributes.get('langwatch.span.cost')),
    ),
  timeToFirstTokenNs(span) {
    const times = recordIn(span, 'langwatch.timestamps');
    const moment = numberOf(times?.first_token_at);
    return sinceStart(span, moment === undefined ? undefined : BigInt(Math.round(moment)) * 1_000_000n);
  },
  input: ({ attributes }) => content(attributes.get('langwatch.input'), 'user'),
  output: ({ attributes }) => content(attributes.get('langwatch.output'), 'assistant'),
  // Contexts say what was retrieved; only the output of some versions says how well it matched.
  documents(span) {
    const contexts = firstValue(span.attributes, CONTEXTS);
    const scored =
      typeOf(span) === 'rag' ? documentsOf(unwrapped(span.attributes.get('langwatch.output'))) : undefined;
    if (scored?.some((found) => found.score !== undefined)) return scored;
    return documentsOf(unwrapped(contexts) ?? contexts) ?? scored;
  },
  toolDefinitions: (span) => toolsOf(recordIn(span, 'langwatch.params')?.tools),
  payload: ['langwatch.input', 'langwatch.output', ...CONTEXTS],
};
