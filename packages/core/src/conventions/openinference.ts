import { firstText, listOf, numberAt, parseIfStructure, recordOf, textAt } from '../attributes.ts';
import type { Content, Json, RetrievedDocument } from '../content.ts';
import { contentOf, plainContent } from '../messages.ts';
import type { Attributes, RawSpan } from '../span.ts';
import { documentInRow, MAX_DOCUMENTS } from './documents.ts';
import { type FlatMessageNames, flatMessages, flatRows } from './flat-keys.ts';
import { KIND_WORDS } from './kinds.ts';
import { untilEvent } from './moments.ts';
import { workedOut } from './money.ts';
import { type CountNames, countsAt, inclusive } from './tokens.ts';
import { toolOf } from './tools.ts';
import type { Convention } from './types.ts';

/** Details are parts of the totals. */
const COUNTS: CountNames = [
  ['input', ['llm.token_count.prompt']],
  ['output', ['llm.token_count.completion']],
  ['total', ['llm.token_count.total']],
  ['cachedRead', ['llm.token_count.prompt_details.cache_read']],
  ['cacheWrite', ['llm.token_count.prompt_details.cache_write']],
  ['inputAudio', ['llm.token_count.prompt_details.audio']],
  ['reasoning', ['llm.token_count.completion_details.reasoning']],
  ['outputAudio', ['llm.token_count.completion_details.audio']],
];

const FIRST_TOKEN: ReadonlySet<string> = new Set(['First Token Stream Event']);

/** Parts of a message that has several; a part's image or tool call is flattened once more. */
const messageParts = (row: Attributes): Json[] =>
  flatRows(row, 'message.contents.').map((part) => ({
    type: textAt(part, 'message_content.type') ?? null,
    text: textAt(part, 'message_content.text') ?? null,
    image: textAt(part, 'message_content.image.image.url') ?? null,
    audio: { url: textAt(part, 'message_content.audio.audio.url') ?? null },
    mime_type: textAt(part, 'message_content.audio.audio.mime_type') ?? null,
    id: textAt(part, 'tool_call.id') ?? textAt(part, 'message_content.id') ?? null,
    name: textAt(part, 'tool_call.function.name') ?? null,
    arguments: textAt(part, 'tool_call.function.arguments') ?? null,
  }));

const NAMES: FlatMessageNames = {
  field: 'message.',
  callId: 'tool_call.id',
  callName: 'tool_call.function.name',
  callArguments: 'tool_call.function.arguments',
  parts: messageParts,
};

const kindName = ({ attributes }: RawSpan) =>
  textAt(attributes, 'openinference.span.kind')?.toUpperCase() ?? '';

/** Prompts and completions of a call without roles. */
function completions(attributes: Attributes, prefix: string, field: string): Content | undefined {
  if (!attributes.has(`${prefix}0.${field}`)) return undefined;
  const texts = flatRows(attributes, prefix).map((row) => textAt(row, field) ?? '');
  return { text: texts.join('\n\n') };
}

function value(span: RawSpan, side: 'input' | 'output'): Content | undefined {
  const raw = span.attributes.get(`${side}.value`);
  const isValue = kindName(span) === 'TOOL' || textAt(span.attributes, `${side}.mime_type`) === 'text/plain';
  return isValue ? plainContent(raw) : contentOf(raw, side === 'input' ? 'user' : 'assistant');
}

/** Texts that were embedded, and the vectors they became. */
function embedded(span: RawSpan, field: 'text' | 'vector'): Content | undefined {
  if (kindName(span) !== 'EMBEDDING') return undefined;
  const found = flatRows(span.attributes, 'embedding.embeddings.').flatMap(
    (row) => row.get(`embedding.${field}`) ?? [],
  );
  if (field === 'text' && typeof found[0] === 'string' && found.length === 1) return { text: found[0] };
  return found.length > 0 ? plainContent(field === 'vector' ? [found] : found) : undefined;
}

const DOCUMENTS = ['retrieval.documents.', 'reranker.output_documents.'];

function documents({ attributes }: RawSpan): RetrievedDocument[] | undefined {
  for (const prefix of DOCUMENTS) {
    const found = flatRows(attributes, prefix)
      .slice(0, MAX_DOCUMENTS)
      .flatMap((row) => documentInRow(row) ?? []);
    if (found.length > 0) return found;
  }
  return undefined;
}

const IN_METADATA = /user|_id|ls_provider/;

/** Free metadata is a JSON object; some integrations name user, session and provider only there. */
function inMetadata(attributes: Attributes) {
  const text = textAt(attributes, 'metadata');
  if (text === undefined || !IN_METADATA.test(text)) return undefined;
  const found = recordOf(text);
  if (!found) return undefined;
  const metadata = new Map(Object.entries(found));
  return {
    userId: firstText(metadata, ['user_id', 'userId', 'user.id']),
    sessionId: firstText(metadata, ['session_id', 'sessionId', 'thread_id', 'conversation_id']),
    provider: firstText(metadata, ['ls_provider']),
  };
}

/** OpenInference: Arize's instrumentations. */
export const openInference: Convention = {
  name: 'openinference',
  recognises: ({ attributes }) =>
    attributes.has('openinference.span.kind') || attributes.has('llm.model_name'),
  kind: (span) =>
    KIND_WORDS.get(kindName(span)) ?? (span.attributes.has('llm.model_name') ? 'llm' : undefined),
  text: {
    model: ['llm.response.model_name', 'llm.model_name', 'embedding.model_name', 'reranker.model_name'],
    requestModel: ['llm.request.model_name'],
    provider: ['llm.provider', 'llm.system'],
    userId: ['user.id'],
    sessionId: ['session.id'],
    agentName: ['agent.name'],
    toolName: ['tool.name'],
    promptName: ['prompt.name', 'prompt.id'],
    promptVersion: ['llm.prompt_template.version'],
  },
  facts(span) {
    const owner = inMetadata(span.attributes);
    const kind = kindName(span);
    if (kind === 'AGENT') return { ...owner, agentName: span.name };
    return kind === 'TOOL' ? { ...owner, toolName: span.name } : owner;
  },
  tags: ({ attributes }) => listOf(attributes.get('tag.tags')),
  usage: ({ attributes }) => inclusive(countsAt(attributes, COUNTS)),
  cost: ({ attributes }) => workedOut(numberAt(attributes, 'llm.cost.total')),
  timeToFirstTokenNs: (span) => untilEvent(span, FIRST_TOKEN),
  input: (span) =>
    flatMessages(span.attributes, 'llm.input_messages.', NAMES) ??
    embedded(span, 'text') ??
    completions(span.attributes, 'llm.prompts.', 'prompt.text') ??
    value(span, 'input') ??
    plainContent(span.attributes.get('reranker.query')),
  output: (span) =>
    flatMessages(span.attributes, 'llm.output_messages.', NAMES) ??
    embedded(span, 'vector') ??
    completions(span.attributes, 'llm.choices.', 'completion.text') ??
    value(span, 'output'),
  finishReasons: ['llm.finish_reason'],
  documents,
  toolDefinitions({ attributes }) {
    if (!attributes.has('llm.tools.0.tool.json_schema')) return undefined;
    return flatRows(attributes, 'llm.tools.').flatMap(
      (row) => toolOf(parseIfStructure(textAt(row, 'tool.json_schema') ?? '')) ?? [],
    );
  },
  payload: [
    'input.value',
    'output.value',
    'llm.input_messages.',
    'llm.output_messages.',
    'llm.prompts.',
    'llm.choices.',
    'llm.tools.',
    'embedding.embeddings.',
    'reranker.query',
    'reranker.input_documents.',
    ...DOCUMENTS,
  ],
};
