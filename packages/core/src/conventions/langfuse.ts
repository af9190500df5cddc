import { firstText, firstValue, listOf, recordOf, textAt } from '../attributes.ts';
import type { JsonRecord } from '../message-parts.ts';
import { contentOf, plainContent } from '../messages.ts';
import type { RawSpan, SpanKind } from '../span.ts';
import { nsFromIso } from '../time.ts';
import { documentsOf } from './documents.ts';
import { kindOfModel } from './kinds.ts';
import { sinceStart } from './moments.ts';
import { decimal } from './money.ts';
import { byTotal, type CountNames, countsIn, inclusive } from './tokens.ts';
import { toolsInRequest } from './tools.ts';
import type { Convention } from './types.ts';

const TYPES = new Map<string, SpanKind>([
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['chain', 'chain'],
  ['retriever', 'retriever'],
  ['evaluator', 'evaluator'],
  ['embedding', 'embedding'],
  ['guardrail', 'guardrail'],
  ['event', 'event'],
]);

/** Counts that the SDK took apart itself, and the providers' own shapes that a user may hand over. */
const COUNTS: CountNames = [
  ['input', ['input', 'input_tokens', 'prompt_tokens', 'promptTokens']],
  ['output', ['output', 'output_tokens', 'completion_tokens', 'completionTokens']],
  ['total', ['total', 'total_tokens', 'totalTokens']],
  [
    'cachedRead',
    [
      'input_cached_tokens',
      'cache_read_input_tokens',
      'input_cache_read',
      'prompt_tokens_details/cached_tokens',
      'input_tokens_details/cached_tokens',
    ],
  ],
  ['cacheWrite', ['cache_creation_input_tokens', 'input_cache_creation', 'input_cache_creation_5m']],
  ['cacheWrite1h', ['input_cache_creation_1h']],
  [
    'reasoning',
    [
      'output_reasoning_tokens',
      'output_reasoning',
      'completion_tokens_details/reasoning_tokens',
      'output_tokens_details/reasoning_tokens',
    ],
  ],
  ['inputAudio', ['input_audio_tokens', 'input_audio']],
  ['outputAudio', ['output_audio_tokens', 'output_audio']],
  ['inputImage', ['input_image_tokens', 'input_image']],
  ['outputImage', ['output_image_tokens', 'output_image']],
];

/** OpenAI's own shape, handed over as it came: its totals contain the details. */
const OPENAI_DETAILS = [
  'prompt_tokens_details',
  'input_tokens_details',
  'completion_tokens_details',
  'output_tokens_details',
];

/** The OpenTelemetry SDK's, and what its older protocol is told in, see fragments/langfuse.ts. */
const SCOPES = new Set(['langfuse-sdk', 'langfuse-ingestion']);
const ERROR_LEVELS = new Set(['ERROR', 'FATAL', 'CRITICAL']);
const INPUT = ['langfuse.observation.input', 'langfuse.trace.input'];
const OUTPUT = ['langfuse.observation.output', 'langfuse.trace.output'];
const TAGS = ['langfuse.trace.tags', 'langfuse.tags'];

/** Before its fourth release the SDK knew no tools or retrievers: that a span is one, applications say in its metadata. */
function typeOf({ attributes }: RawSpan): string {
  const type = textAt(attributes, 'langfuse.observation.type')?.toLowerCase() ?? '';
  if (type !== '' && type !== 'span') return type;
  const said = textAt(attributes, 'langfuse.observation.metadata.kind')?.toLowerCase() ?? '';
  return TYPES.has(said) ? said : type;
}

function kind(span: RawSpan): SpanKind | undefined {
  const type = typeOf(span);
  const model = textAt(span.attributes, 'langfuse.observation.model.name');
  if (type === 'generation') return kindOfModel(model ?? '');
  return TYPES.get(type) ?? (model === undefined ? undefined : kindOfModel(model));
}

function cost(details: JsonRecord | undefined): string | undefined {
  if (!details) return undefined;
  if (typeof details.total === 'number') return decimal(details.total);
  const parts = Object.values(details).filter((part) => typeof part === 'number');
  return parts.length > 0 ? decimal(parts.reduce((sum, part) => sum + part, 0)) : undefined;
}

/** Langfuse, over OTLP (SDK 4 and 5) or its own protocol. Errors are a level; the span's status stays unset. */
export const langfuse: Convention = {
  name: 'langfuse',
  recognises: ({ attributes, scopeName }) =>
    SCOPES.has(scopeName) ||
    attributes.has('langfuse.observation.type') ||
    attributes.has('langfuse.environment') ||
    attributes.has('langfuse.trace.name') ||
    attributes.has('langfuse.observation.input') ||
    attributes.has('langfuse.user.id') ||
    attributes.has('langfuse.session.id'),
  kind,
  text: {
    model: ['langfuse.observation.model.name'],
    userId: ['langfuse.user.id', 'user.id', 'langfuse.trace.metadata.langfuse_user_id'],
    sessionId: ['langfuse.session.id', 'session.id', 'langfuse.trace.metadata.langfuse_session_id'],
    promptName: ['langfuse.observation.prompt.name', 'langfuse.prompt.name'],
    promptVersion: ['langfuse.observation.prompt.version', 'langfuse.prompt.version'],
    environment: ['langfuse.environment'],
    release: ['langfuse.release', 'langfuse.version'],
  },
  facts(span) {
    const type = typeOf(span);
    if (type === 'agent') return { agentName: span.name };
    return type === 'tool' ? { toolName: span.name } : undefined;
  },
  tags: ({ attributes }) => listOf(firstValue(attributes, TAGS)),
  usage({ attributes }) {
    const details = recordOf(attributes.get('langfuse.observation.usage_details'));
    if (!details) return undefined;
    const counts = countsIn(details, COUNTS);
    return OPENAI_DETAILS.some((name) => name in details) ? inclusive(counts) : byTotal(counts);
  },
  cost: ({ attributes }) => cost(recordOf(attributes.get('langfuse.observation.cost_details'))),
  timeToFirstTokenNs(span) {
    const moment = textAt(span.attributes, 'langfuse.observation.completion_start_time');
    // Some versions write the time as JSON, with its quotes.
    return sinceStart(span, moment === undefined ? undefined : nsFromIso(moment.replaceAll('"', '')));
  },
  input(span) {
    const value = firstValue(span.attributes, INPUT);
    return typeOf(span) === 'tool' ? plainContent(value) : contentOf(value, 'user');
  },
  output(span) {
    const value = firstValue(span.attributes, OUTPUT);
    return typeOf(span) === 'tool' ? plainContent(value) : contentOf(value, 'assistant');
  },
  documents: (span) =>
    typeOf(span) === 'retriever' ? documentsOf(firstValue(span.attributes, OUTPUT)) : undefined,
  toolDefinitions: ({ attributes }) => toolsInRequest(attributes.get('langfuse.observation.input')),
  errorMessage({ attributes }) {
    const level = textAt(attributes, 'langfuse.observation.level')?.toUpperCase() ?? '';
    if (!ERROR_LEVELS.has(level)) return undefined;
    return firstText(attributes, ['langfuse.observation.status_message']) ?? '';
  },
  payload: [...INPUT, ...OUTPUT],
};
