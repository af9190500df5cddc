import { listOf, numberOf, recordOf, textAt } from '../attributes.ts';
import type { Content, Role } from '../content.ts';
import { isRecord } from '../message-parts.ts';
import { contentOf } from '../messages.ts';
import type { Attributes, AttributeValue, RawSpan, SpanKind } from '../span.ts';
import { documentsOf } from './documents.ts';
import { untilEvent } from './moments.ts';
import { workedOut } from './money.ts';
import { GEN_AI_COUNTS } from './otel-genai.ts';
import { type CountNames, countsAt, countsIn, inclusive, merged } from './tokens.ts';
import { toolsInRequest, toolsOf } from './tools.ts';
import type { Convention } from './types.ts';

const RUN_TYPES = new Map<string, SpanKind>([
  ['llm', 'llm'],
  ['chain', 'chain'],
  ['prompt', 'chain'],
  ['parser', 'chain'],
  ['tool', 'tool'],
  ['retriever', 'retriever'],
  ['embedding', 'embedding'],
]);

const COUNTS: CountNames = [
  ['input', ['input_tokens', 'prompt_tokens', 'promptTokens']],
  ['output', ['output_tokens', 'completion_tokens', 'completionTokens']],
  ['total', ['total_tokens', 'totalTokens']],
  ['cachedRead', ['input_token_details/cache_read', 'prompt_tokens_details/cached_tokens']],
  ['cacheWrite', ['input_token_details/cache_creation', 'input_token_details/ephemeral_5m_input_tokens']],
  ['cacheWrite1h', ['input_token_details/ephemeral_1h_input_tokens']],
  ['inputAudio', ['input_token_details/audio']],
  ['reasoning', ['output_token_details/reasoning', 'completion_tokens_details/reasoning_tokens']],
  ['outputAudio', ['output_token_details/audio']],
];

const FIRST_TOKEN: ReadonlySet<string> = new Set(['new_token']);
const runType = ({ attributes }: RawSpan) => textAt(attributes, 'langsmith.span.kind')?.toLowerCase() ?? '';

/** LangChain names the agent on every run within it; the run of that name is the agent itself. */
const isAgent = (span: RawSpan) =>
  runType(span) === 'chain' && textAt(span.attributes, 'langsmith.metadata.lc_agent_name') === span.name;

/** Its exporter copies part of what the AI SDK says into its own terms; the original says more. */
const isCopy = (attributes: Attributes) => attributes.has('ai.operationId');

/** The Python SDK writes details apart from the counts that they belong to. */
function detailsIn(attributes: Attributes) {
  const input = recordOf(attributes.get('gen_ai.usage.input_token_details'));
  const output = recordOf(attributes.get('gen_ai.usage.output_token_details'));
  return input || output
    ? { input_token_details: input ?? null, output_token_details: output ?? null }
    : undefined;
}

/** Names that its SDKs give to what is no object, since inputs and outputs must be one. */
const WRAPPERS: ReadonlySet<string> = new Set(['input', 'inputs', 'output', 'outputs']);

/** A text or a conversation that is only wrapped is unwrapped. */
function contentIn(value: AttributeValue | undefined, fallback: Role): Content | undefined {
  const content = contentOf(value, fallback);
  if (!content || !('json' in content) || !isRecord(content.json)) return content;
  const [key = '', ...more] = Object.keys(content.json);
  if (more.length > 0 || !WRAPPERS.has(key)) return content;
  const inner = contentOf(content.json[key], fallback);
  return inner && !('json' in inner) ? inner : content;
}

/** LangSmith, in OpenTelemetry mode or its own protocol (see fragments/langsmith.ts). A retriever says `embeddings` in gen_ai terms, so its own kind is asked first. */
export const langsmith: Convention = {
  name: 'langsmith',
  recognises: ({ attributes, scopeName }) =>
    scopeName === 'langsmith-runs' ||
    attributes.has('langsmith.span.kind') ||
    attributes.has('langsmith.trace.name') ||
    attributes.has('langsmith.traceable') ||
    attributes.has('langsmith.trace.session_name') ||
    attributes.has('langsmith.span.id'),
  kind: (span) => (isAgent(span) ? 'agent' : RUN_TYPES.get(runType(span))),
  text: {
    model: ['gen_ai.response.model'],
    requestModel: ['gen_ai.request.model', 'langsmith.metadata.ls_model_name'],
    agentName: ['langsmith.metadata.lc_agent_name'],
    provider: ['langsmith.metadata.ls_provider'],
    userId: [
      'langsmith.metadata.user_id',
      'langsmith.metadata.userId',
      'langsmith.metadata.langgraph_auth_user_id',
    ],
    sessionId: [
      'langsmith.metadata.session_id',
      'langsmith.metadata.sessionId',
      'langsmith.metadata.thread_id',
      'langsmith.metadata.conversation_id',
    ],
    environment: ['langsmith.metadata.environment', 'langsmith.metadata.env'],
    release: ['langsmith.metadata.revision_id'],
    promptName: ['langsmith.metadata.lc_hub_repo'],
    promptVersion: ['langsmith.metadata.lc_hub_commit_hash'],
  },
  facts: (span) =>
    runType(span) === 'tool'
      ? { toolName: textAt(span.attributes, 'langsmith.trace.name') ?? span.name }
      : undefined,
  tags: ({ attributes }) => listOf(attributes.get('langsmith.span.tags')),
  usage({ attributes }) {
    const metadata = recordOf(attributes.get('langsmith.usage_metadata'));
    if (metadata) return inclusive(countsIn(metadata, COUNTS));
    const details = detailsIn(attributes);
    return details && inclusive(merged(countsIn(details, COUNTS), countsAt(attributes, GEN_AI_COUNTS)));
  },
  cost: ({ attributes }) =>
    workedOut(numberOf(recordOf(attributes.get('langsmith.usage_metadata'))?.total_cost)),
  timeToFirstTokenNs: (span) => untilEvent(span, FIRST_TOKEN),
  input: ({ attributes }) =>
    isCopy(attributes) ? undefined : contentIn(attributes.get('gen_ai.prompt'), 'user'),
  output: ({ attributes }) =>
    isCopy(attributes) ? undefined : contentIn(attributes.get('gen_ai.completion'), 'assistant'),
  documents: (span) =>
    runType(span) === 'retriever' ? documentsOf(span.attributes.get('gen_ai.completion')) : undefined,
  toolDefinitions: ({ attributes }) =>
    toolsInRequest(attributes.get('gen_ai.prompt')) ?? toolsOf(attributes.get('gen_ai.tool.definitions')),
  // A failed run that was first sent as a success keeps status OK and gets only an exception event.
  errorMessage({ events }) {
    const exception = events.find((event) => event.name === 'exception');
    return exception && (textAt(exception.attributes, 'exception.message') ?? '');
  },
  payload: ['gen_ai.prompt', 'gen_ai.completion', 'gen_ai.tool.definitions'],
};
