import { firstValue, parseJson, recordOf, textAt } from '../attributes.ts';
import type { Content, Message } from '../content.ts';
import { contentInEvents } from '../gen-ai-events.ts';
import { partsOf } from '../message-parts.ts';
import { contentOf, plainContent } from '../messages.ts';
import type { RawSpan, SpanKind } from '../span.ts';
import { documentsInEvents, documentsOf, HIT_EVENTS } from './documents.ts';
import { untilEvent } from './moments.ts';
import { GEN_AI_COUNTS } from './otel-genai.ts';
import { type CountNames, countsAt, countsIn, inclusive } from './tokens.ts';
import type { Convention } from './types.ts';
import { kindOfStoreCall, queryOf } from './vector-store.ts';

const LEGACY_COUNTS: CountNames = [
  ['input', ['input_tokens', 'prompt_tokens']],
  ['output', ['output_tokens', 'completion_tokens']],
  ['total', ['total_tokens']],
];

/** Their streams report the provider's counts; all others are estimated by the SDK. */
const COUNTS_STREAMS = new Set(['anthropic', 'cohere']);
const FIRST_TOKEN: ReadonlySet<string> = new Set(['gen_ai.completion.chunk', 'stream.output']);

const INPUT = [
  'llm.prompts',
  'langchain.inputs',
  'llamaindex.inputs',
  'graphlit.inputs',
  'dspy.signature.args',
];
const OUTPUT = [
  'llm.responses',
  'langchain.outputs',
  'llamaindex.outputs',
  'graphlit.outputs',
  'dspy.signature.result',
];

/** The TypeScript SDK guesses the counts of a stream and writes the two into each other's place. */
const swapsCounts = ({ attributes, events }: RawSpan) =>
  textAt(attributes, 'langtrace.sdk.name') === '@langtrase/typescript-sdk' &&
  !COUNTS_STREAMS.has(textAt(attributes, 'langtrace.service.name')?.toLowerCase() ?? '') &&
  events.some((event) => event.name === 'stream.start');

const STORE = new Set(['vectordb', 'vector database']);
const asksStore = ({ attributes }: RawSpan) =>
  STORE.has(textAt(attributes, 'langtrace.service.type')?.toLowerCase() ?? '');

/** What a vector store answered, in an event of its own. */
const RESPONSE_EVENTS = ['response', 'db.response'];
const responseOf = (span: RawSpan) =>
  asksStore(span)
    ? span.events
        .find(({ name, attributes }) => RESPONSE_EVENTS.includes(name) && attributes.has('db.response'))
        ?.attributes.get('db.response')
    : undefined;

/** What it was asked: where the query itself is not told, what it was to match. */
const QUERY = ['db.query', 'db.filter', 'db.ids'];

function kind(span: RawSpan): SpanKind | undefined {
  const { attributes } = span;
  const type = textAt(attributes, 'langtrace.service.type');
  // A path is where MongoDB has the vectors that it compares.
  if (asksStore(span)) return kindOfStoreCall(span) ?? (attributes.has('db.path') ? 'retriever' : 'span');
  if (type === 'framework') return attributes.has('crewai.agent.config') ? 'agent' : 'chain';
  return attributes.has('llm.model') ? 'llm' : undefined;
}

/** Tool calls that an answer made are written as JSON text where its words belong. */
function withCalls(message: Message): Message {
  const [part] = message.parts;
  if (message.parts.length !== 1 || part?.type !== 'text' || !part.text.startsWith('[{')) return message;
  const parts = partsOf(parseJson(part.text));
  return parts.every((call) => call.type === 'toolCall') && parts.length > 0
    ? { ...message, parts }
    : message;
}

function answer(span: RawSpan): Content | undefined {
  const said = contentInEvents(span.events).output;
  return said && 'messages' in said ? { messages: said.messages.map(withCalls) } : said;
}

/** Langtrace's SDKs, and the names of their first generation. */
export const langtrace: Convention = {
  name: 'langtrace',
  recognises: ({ attributes }) =>
    attributes.has('langtrace.service.type') || attributes.has('langtrace.sdk.name'),
  kind,
  text: {
    requestModel: ['gen_ai.request.model', 'llm.model'],
    userId: ['user.id', 'user_id', 'userId'],
    sessionId: ['session.id', 'session_id', 'sessionId', 'langtrace.session.id'],
    promptName: ['prompt_id'],
    promptVersion: ['prompt_version'],
  },
  facts: ({ attributes }) =>
    textAt(attributes, 'langtrace.service.type') === 'llm'
      ? { provider: textAt(attributes, 'langtrace.service.name')?.toLowerCase() }
      : undefined,
  usage(span) {
    const legacy = recordOf(span.attributes.get('llm.token.counts'));
    const counts = legacy ? countsIn(legacy, LEGACY_COUNTS) : countsAt(span.attributes, GEN_AI_COUNTS);
    if (!counts || !swapsCounts(span)) return inclusive(counts);
    const { input, output, ...rest } = counts;
    return { ...rest, input: output, output: input, inputIncludesDetails: true, outputIncludesDetails: true };
  },
  usageEstimated: swapsCounts,
  timeToFirstTokenNs: (span) => untilEvent(span, FIRST_TOKEN),
  input: (span) =>
    contentOf(firstValue(span.attributes, INPUT), 'user') ??
    (asksStore(span) ? queryOf(span, QUERY) : undefined),
  output: (span) =>
    contentOf(firstValue(span.attributes, OUTPUT), 'assistant') ??
    plainContent(responseOf(span)) ??
    answer(span),
  documents: (span) =>
    documentsInEvents(span.events) ??
    (kind(span) === 'retriever' ? documentsOf(responseOf(span)) : undefined),
  payload: [...INPUT, ...OUTPUT, 'db.query'],
  payloadEvents: [...HIT_EVENTS, ...RESPONSE_EVENTS],
};
