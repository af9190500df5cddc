import { firstNumber, firstText, firstValue, textAt } from '../attributes.ts';
import type { Content } from '../content.ts';
import { CONTENT_EVENTS, contentInEvents, contentInList, inputMessages } from '../gen-ai-events.ts';
import { contentOf, plainContent } from '../messages.ts';
import { MODEL_CALLS, type RawSpan, type SpanKind } from '../span.ts';
import { documentsOf } from './documents.ts';
import { type FlatMessageNames, flatMessages, flatRows } from './flat-keys.ts';
import { KIND_WORDS, kindOfModel } from './kinds.ts';
import { secondsAt, untilEvent } from './moments.ts';
import { workedOut } from './money.ts';
import { apart1h, type CountNames, countsAt, inclusive } from './tokens.ts';
import { toolOf, toolsOf } from './tools.ts';
import type { Convention } from './types.ts';

const OPERATIONS = new Map<string, SpanKind>([
  ['chat', 'llm'],
  ['completion', 'llm'],
  ['text_completion', 'llm'],
  ['generate', 'llm'],
  ['generate_content', 'llm'],
  ['generate_text', 'llm'],
  ['message', 'llm'],
  ['responses', 'llm'],
  ['image_generation', 'llm'],
  ['embeddings', 'embedding'],
  ['embedding', 'embedding'],
  ['embed', 'embedding'],
  ['rerank', 'reranker'],
  ['retrieval', 'retriever'],
  ['search_memory', 'retriever'],
  ['execute_tool', 'tool'],
  ['invoke_agent', 'agent'],
  ['create_agent', 'agent'],
  ['invoke_workflow', 'chain'],
  // A step repeats the totals of the calls in it.
  ['agent_step', 'chain'],
  ['framework', 'chain'],
  ['evaluate', 'evaluator'],
  ['guardrail', 'guardrail'],
]);

/** Every generation of the names. Input contains the cached tokens, output the reasoning ones. */
export const GEN_AI_COUNTS: CountNames = [
  ['input', ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.usage.prompt_tokens']],
  ['output', ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.usage.completion_tokens']],
  ['total', ['gen_ai.usage.total_tokens', 'llm.usage.total_tokens']],
  [
    'cachedRead',
    [
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.cached_tokens',
      'gen_ai.usage.cached_input_tokens',
      'gen_ai.usage.input_cached_tokens',
      'gen_ai.usage.cache_read_tokens',
      'gen_ai.usage.input_tokens.cached',
      'gen_ai.usage.prompt_tokens_details.cache_read',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.details.cached_tokens',
    ],
  ],
  [
    'cacheWrite',
    [
      'gen_ai.usage.cache_write.input_tokens',
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
      'gen_ai.usage.cache_write_input_tokens',
      'gen_ai.usage.input_tokens.cache_write',
      'gen_ai.usage.prompt_tokens_details.cache_write',
      'gen_ai.usage.details.cache_write_tokens',
    ],
  ],
  ['cacheWrite1h', ['anthropic.usage.cache_creation.ephemeral_1h_input_tokens']],
  [
    'reasoning',
    [
      'gen_ai.usage.reasoning.output_tokens',
      'gen_ai.usage.reasoning_tokens',
      'gen_ai.usage.reasoning_output_tokens',
      'gen_ai.usage.output_tokens.reasoning',
      'gen_ai.usage.completion_tokens_details.reasoning',
      'gen_ai.usage.details.reasoning_tokens',
      'llm.usage.reasoning_tokens',
    ],
  ],
  ['inputAudio', ['gen_ai.usage.details.input_audio_tokens']],
  ['outputAudio', ['gen_ai.usage.details.output_audio_tokens']],
  ['searchUnits', ['gen_ai.usage.search_units']],
];

const INDEXED: FlatMessageNames = {
  field: '',
  callId: 'id',
  callName: 'name',
  callArguments: 'arguments',
};

const COSTS = ['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'gen_ai.cost.total_cost', 'operation.cost'];

/** Frameworks that name themselves where the provider belongs. */
const NOT_A_PROVIDER = new Set([
  'crewai',
  'gcp.vertex.agent',
  'google_adk',
  'langchain',
  'langgraph',
  'llamaindex',
  'mastra',
  'openai_agents',
  'other',
  'spring_ai',
  'strands-agents',
  'strands_agents',
  'unknown',
  'vercel_ai',
]);

const FIRST_TOKEN_EVENTS: ReadonlySet<string> = new Set([
  'llm.content.completion.chunk',
  'gen_ai.content.completion.chunk',
  'gen_ai.completion.chunk',
]);

/** What a tool was called with and what it gave: the standard's names, then those of frameworks. */
const TOOL_INPUT = [
  'gen_ai.tool.call.arguments',
  'tool_arguments',
  'gcp.vertex.agent.tool_call_args',
  'spring.ai.tool.call.arguments',
  'gen_ai.tool.args',
];
const TOOL_OUTPUT = [
  'gen_ai.tool.call.result',
  'tool_response',
  'gcp.vertex.agent.tool_response',
  'spring.ai.tool.call.result',
  'gen_ai.tool.output',
];

/** Requests and answers as a framework keeps them whole, where no messages of the standard are. */
const REQUEST = ['gcp.vertex.agent.llm_request', 'pydantic_ai.all_messages', 'request_data', 'input.value'];
const RESPONSE = ['gcp.vertex.agent.llm_response', 'final_result', 'response_data', 'output.value'];
/** Lists of message events in one attribute. */
const EVENT_LISTS = ['events', 'all_messages_events'];

function kind({ attributes }: RawSpan): SpanKind | undefined {
  const operation = textAt(attributes, 'gen_ai.operation.name') ?? textAt(attributes, 'llm.request.type');
  const known = operation === undefined ? undefined : OPERATIONS.get(operation);
  if (known) return known;
  const named = KIND_WORDS.get(textAt(attributes, 'gen_ai.span.kind')?.toUpperCase() ?? '');
  if (named) return named;
  if (attributes.has('gen_ai.tool.name') || attributes.has('gen_ai.tool.call.id')) return 'tool';
  const model = firstText(attributes, ['gen_ai.request.model', 'gen_ai.response.model']);
  if (model !== undefined) return kindOfModel(model);
  return attributes.has('agent_name') ? 'agent' : undefined;
}

/** Only of a tool: a model call may list the arguments of the tools that it asked for. */
const ofTool = (span: RawSpan, names: readonly string[]): Content | undefined => {
  const value = firstValue(span.attributes, names);
  return value === undefined || MODEL_CALLS.has(kind(span) ?? 'span') ? undefined : plainContent(value);
};

function indexed(span: RawSpan, prefix: string): Content | undefined {
  const { attributes } = span;
  return attributes.has(`${prefix}0.role`) || attributes.has(`${prefix}0.content`)
    ? flatMessages(attributes, prefix, INDEXED)
    : undefined;
}

/** The OpenTelemetry semantic conventions for generative AI, all generations. */
export const otelGenAi: Convention = {
  name: 'otel-genai',
  recognises: ({ attributes }) =>
    attributes.has('gen_ai.operation.name') ||
    attributes.has('gen_ai.request.model') ||
    attributes.has('gen_ai.response.model') ||
    attributes.has('gen_ai.system') ||
    attributes.has('gen_ai.provider.name') ||
    attributes.has('gen_ai.tool.name') ||
    attributes.has('gen_ai.agent.name') ||
    attributes.has('gen_ai.span.kind') ||
    attributes.has('llm.request.type'),
  kind,
  text: {
    model: ['gen_ai.response.model'],
    requestModel: ['gen_ai.request.model'],
    sessionId: ['session.id', 'gen_ai.conversation.id', 'gen_ai.session.id', 'gcp.vertex.agent.session_id'],
    userId: ['gen_ai.user.id', 'gen_ai.user', 'gen_ai.request.user', 'llm.user'],
    agentName: ['gen_ai.agent.name', 'agent_name'],
    agentVersion: ['gen_ai.agent.version'],
    toolName: ['gen_ai.tool.name', 'spring.ai.tool.definition.name'],
    promptName: ['gen_ai.prompt.name', 'gen_ai.prompt.template.name'],
    promptVersion: ['gen_ai.prompt.version', 'gen_ai.prompt.template.version'],
  },
  facts({ attributes, name }) {
    const provider = firstText(attributes, ['gen_ai.provider.name', 'gen_ai.system']);
    const isAgent = textAt(attributes, 'gen_ai.operation.name') === 'invoke_agent';
    const agent =
      isAgent && name.startsWith('invoke_agent ') ? name.slice('invoke_agent '.length) : undefined;
    return {
      provider: provider === undefined || NOT_A_PROVIDER.has(provider.toLowerCase()) ? undefined : provider,
      // Agents without a name go by their model.
      agentName: agent === textAt(attributes, 'gen_ai.request.model') ? undefined : agent,
    };
  },
  usage: ({ attributes }) => inclusive(apart1h(countsAt(attributes, GEN_AI_COUNTS))),
  cost: ({ attributes }) => workedOut(firstNumber(attributes, COSTS)),
  timeToFirstTokenNs: (span) =>
    secondsAt(span, [
      'gen_ai.response.time_to_first_chunk',
      'gen_ai.client.operation.time_to_first_chunk',
      'gen_ai.response.time_to_first_token',
      'gen_ai.server.time_to_first_token',
    ]) ?? untilEvent(span, FIRST_TOKEN_EVENTS),
  input(span) {
    const { attributes } = span;
    return (
      ofTool(span, TOOL_INPUT) ??
      inputMessages(attributes.get('gen_ai.input.messages'), attributes.get('gen_ai.system_instructions')) ??
      contentInEvents(span.events).input ??
      contentOf(attributes.get('gen_ai.prompt'), 'user') ??
      indexed(span, 'gen_ai.prompt.') ??
      contentInList(firstValue(attributes, EVENT_LISTS)).input ??
      contentOf(firstValue(attributes, REQUEST), 'user') ??
      plainContent(firstValue(attributes, ['gen_ai.retrieval.query.text', 'gen_ai.request.embedding_inputs']))
    );
  },
  output(span) {
    const { attributes } = span;
    return (
      ofTool(span, TOOL_OUTPUT) ??
      contentOf(attributes.get('gen_ai.output.messages'), 'assistant') ??
      contentInEvents(span.events).output ??
      contentOf(attributes.get('gen_ai.completion'), 'assistant') ??
      indexed(span, 'gen_ai.completion.') ??
      contentInList(firstValue(attributes, EVENT_LISTS)).output ??
      contentOf(firstValue(attributes, RESPONSE), 'assistant')
    );
  },
  finishReasons: ['gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason'],
  documents: ({ attributes }) => documentsOf(attributes.get('gen_ai.retrieval.documents')),
  toolDefinitions({ attributes }) {
    const listed = toolsOf(firstValue(attributes, ['gen_ai.tool.definitions', 'gen_ai.request.tools']));
    if (listed || !attributes.has('llm.request.functions.0.name')) return listed;
    return flatRows(attributes, 'llm.request.functions.').flatMap(
      (row) =>
        toolOf({
          name: textAt(row, 'name') ?? '',
          description: textAt(row, 'description') ?? '',
          parameters: textAt(row, 'parameters') ?? null,
        }) ?? [],
    );
  },
  payload: [
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.system_instructions',
    'gen_ai.prompt',
    'gen_ai.completion',
    'gen_ai.prompt.',
    'gen_ai.completion.',
    ...TOOL_INPUT,
    ...TOOL_OUTPUT,
    ...REQUEST,
    ...RESPONSE,
    ...EVENT_LISTS,
    'gen_ai.tool.definitions',
    'gen_ai.request.tools',
    'llm.request.functions.',
    'gen_ai.retrieval.query.text',
    'gen_ai.retrieval.documents',
    'gen_ai.request.embedding_inputs',
  ],
  payloadEvents: CONTENT_EVENTS,
};
