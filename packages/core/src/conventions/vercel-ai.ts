import {
  firstText,
  firstValue,
  jsonOf,
  listOf,
  numberOf,
  parseJson,
  recordOf,
  textAt,
} from '../attributes.ts';
import type { Content, Json, Part } from '../content.ts';
import { isRecord, partsOf } from '../message-parts.ts';
import { contentOf, messagesOf, plainContent, systemMessages } from '../messages.ts';
import type { AttributeValue, RawSpan, SpanKind } from '../span.ts';
import { documentsOf } from './documents.ts';
import { millisecondsAt } from './moments.ts';
import { GEN_AI_COUNTS } from './otel-genai.ts';
import { type CountNames, countsAt, countsIn, inclusive, merged } from './tokens.ts';
import { toolsOf } from './tools.ts';
import type { Convention } from './types.ts';

const COUNTS: CountNames = [
  ['input', ['ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens']],
  ['output', ['ai.usage.outputTokens', 'ai.usage.completionTokens']],
  ['total', ['ai.usage.totalTokens']],
  ['cachedRead', ['ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens']],
  ['cacheWrite', ['ai.usage.inputTokenDetails.cacheWriteTokens']],
  ['reasoning', ['ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens']],
];

const RESPONSE = (field: string) => [`ai.response.${field}`, `ai.result.${field}`];

/** Before ai 6, what only some providers count was told in their own terms. */
const PROVIDER_COUNTS: CountNames = [
  ['cachedRead', ['anthropic/cacheReadInputTokens', 'openai/cachedPromptTokens']],
  ['cacheWrite', ['anthropic/cacheCreationInputTokens']],
  ['reasoning', ['openai/reasoningTokens']],
];

function counts({ attributes }: RawSpan) {
  const known = countsAt(attributes, COUNTS);
  // ai 7 writes in gen_ai terms, with those of its own beside it that the standard lacks.
  if (!known?.input) return merged(known, countsAt(attributes, GEN_AI_COUNTS));
  const more = recordOf(firstValue(attributes, RESPONSE('providerMetadata')));
  return merged(known, more && countsIn(more, PROVIDER_COUNTS));
}

/** `operation.name` is the operation followed by the function id. */
const operationOf = ({ attributes }: RawSpan): string => {
  const operation = firstText(attributes, ['ai.operationId', 'operation.name']) ?? '';
  const space = operation.indexOf(' ');
  return space < 0 ? operation : operation.slice(0, space);
};

const CALL = /\.do(?:Generate|Stream)$/;
const LOOP = /^ai\.(?:generate|stream)Text$/;

const functionId = ({ attributes }: RawSpan) => textAt(attributes, 'ai.telemetry.functionId');

/** The calls are the `do*` spans: what stands around them repeats their sum. */
function kind(span: RawSpan): SpanKind | undefined {
  const operation = operationOf(span);
  if (CALL.test(operation)) return 'llm';
  if (operation === 'ai.toolCall') return 'tool';
  if (operation.endsWith('.doEmbed')) return 'embedding';
  if (operation.endsWith('.doRerank')) return 'reranker';
  if (LOOP.test(operation) && functionId(span) !== undefined) return 'agent';
  return operation.startsWith('ai.') ? 'chain' : undefined;
}

/** Free facts of the caller: metadata until ai 6, the runtime context since ai 7. */
const metadata = (...names: string[]) =>
  ['ai.telemetry.metadata.', 'ai.settings.context.'].flatMap((prefix) => names.map((name) => prefix + name));

function prompt(value: AttributeValue | undefined): Content | undefined {
  const request = recordOf(value);
  if (!request) return contentOf(value, 'user');
  const said = request.messages ?? request.prompt;
  const messages =
    typeof said === 'string'
      ? [{ role: 'user' as const, parts: partsOf(said) }]
      : said !== undefined
        ? messagesOf(said, 'user')
        : [];
  return messages ? { messages: [...systemMessages(request.system), ...messages] } : { json: request };
}

const [TEXT, REASONING, CALLS, OBJECT] = ['text', 'reasoning', 'toolCalls', 'object'].map(RESPONSE) as [
  string[],
  string[],
  string[],
  string[],
];

/** What the model answered: reasoning, words and tool calls are attributes of their own. */
function answer({ attributes }: RawSpan): Content | undefined {
  const parts: Part[] = [];
  const reasoning = firstText(attributes, REASONING);
  const text = firstText(attributes, TEXT);
  if (reasoning !== undefined) parts.push({ type: 'reasoning', text: reasoning });
  if (text !== undefined) parts.push({ type: 'text', text });
  const calls = firstValue(attributes, CALLS);
  const listed = calls === undefined ? undefined : jsonOf(calls);
  if (Array.isArray(listed)) {
    parts.push(...partsOf(listed.map((call) => (isRecord(call) ? { ...call, type: 'tool-call' } : call))));
  }
  return parts.length > 0 ? { messages: [{ role: 'assistant', parts }] } : undefined;
}

/** Values to embed are JSON text, one by one. */
function values(value: AttributeValue | undefined): Content | undefined {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const decoded = list.map(
    (item): Json => (typeof item === 'string' ? (parseJson(item) ?? item) : jsonOf(item)),
  );
  if (decoded.length === 0) return undefined;
  const [only] = decoded;
  return decoded.length === 1 && typeof only === 'string' ? { text: only } : { json: decoded };
}

/** ai 5 hands Anthropic's counts on as they come: cached tokens beside the input. */
const cacheBesideInput = ({ attributes }: RawSpan) =>
  !attributes.has('ai.usage.inputTokenDetails.noCacheTokens') &&
  (textAt(attributes, 'ai.model.provider') ?? '').startsWith('anthropic');

const VALUES = ['ai.values', 'ai.value'];
const VECTORS = ['ai.embeddings', 'ai.embedding'];
const PROMPT = ['ai.prompt.messages', 'ai.prompt'];

/** Vercel's AI SDK: versions 3 to 7 with its own `ai.*` names, and what it adds to gen_ai ones since 7. */
export const vercelAi: Convention = {
  name: 'vercel-ai',
  recognises: ({ attributes, scopeName }) =>
    attributes.has('ai.operationId') || scopeName === 'ai' || scopeName === 'gen_ai',
  kind,
  text: {
    model: ['ai.response.model', 'gen_ai.response.model'],
    requestModel: ['ai.model.id', 'gen_ai.request.model'],
    userId: metadata('userId', 'user_id', 'user.id'),
    sessionId: metadata(
      'sessionId',
      'session_id',
      'session.id',
      'threadId',
      'thread_id',
      'conversationId',
      'conversation_id',
      'chatId',
    ),
    toolName: ['ai.toolCall.name'],
    promptName: metadata('promptName', 'prompt_name'),
    promptVersion: metadata('promptVersion', 'prompt_version'),
    environment: metadata('environment'),
    release: metadata('release', 'version'),
  },
  facts(span) {
    const { attributes } = span;
    // openai.chat, anthropic.messages, google.generative-ai: the part after the dot is an API of the provider.
    const provider = firstText(attributes, ['ai.model.provider', 'gen_ai.system'])?.split('.', 1)[0];
    const linked = recordOf(attributes.get('ai.telemetry.metadata.langfusePrompt'));
    const operation = operationOf(span);
    const inLoop = LOOP.test(operation) || CALL.test(operation) || operation === 'ai.toolCall';
    return {
      provider,
      agentName: inLoop ? functionId(span) : undefined,
      promptName: typeof linked?.name === 'string' ? linked.name : undefined,
      promptVersion: numberOf(linked?.version)?.toString(),
    };
  },
  tags: ({ attributes }) => listOf(attributes.get('ai.telemetry.metadata.tags')),
  usage(span) {
    const usage = inclusive(counts(span));
    return usage && cacheBesideInput(span) ? { ...usage, inputIncludesDetails: false } : usage;
  },
  timeToFirstTokenNs: (span) =>
    millisecondsAt(span, ['ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk']),
  input({ attributes }) {
    if (attributes.has('ai.toolCall.args')) return plainContent(attributes.get('ai.toolCall.args'));
    return (
      prompt(firstValue(attributes, PROMPT)) ?? values(firstValue(attributes, [...VALUES, 'ai.documents']))
    );
  },
  output(span) {
    const { attributes } = span;
    if (attributes.has('ai.toolCall.result')) return plainContent(attributes.get('ai.toolCall.result'));
    return (
      answer(span) ?? plainContent(firstValue(attributes, OBJECT)) ?? values(firstValue(attributes, VECTORS))
    );
  },
  finishReasons: ['ai.response.finishReason', 'ai.finishReason'],
  documents: ({ attributes }) => documentsOf(attributes.get('ai.documents')),
  toolDefinitions: ({ attributes }) => toolsOf(attributes.get('ai.prompt.tools')),
  payload: [
    ...PROMPT,
    'ai.prompt.tools',
    ...[...TEXT, ...REASONING, ...CALLS, ...OBJECT],
    'ai.toolCall.args',
    'ai.toolCall.result',
    ...VALUES,
    ...VECTORS,
    'ai.documents',
  ],
};
