import type { Content, Json, Message, Part, ToolDefinition } from '../content.ts';
import { kindOfModel } from '../conventions/kinds.ts';
import type { JsonRecord } from '../message-parts.ts';
import { isRecord } from '../message-parts.ts';
import type { Span, SpanKind } from '../span.ts';
import type { Frame } from './families.ts';

/** What is estimated from. */
export type CallParts = Pick<
  Span,
  'kind' | 'model' | 'requestModel' | 'input' | 'output' | 'documents' | 'toolDefinitions'
>;

/** That and nothing else of a span, so that little has to change threads. */
export const callParts = (span: CallParts): CallParts => ({
  kind: span.kind,
  model: span.model,
  requestModel: span.requestModel,
  input: span.input,
  output: span.output,
  documents: span.documents,
  toolDefinitions: span.toolDefinitions,
});

/** SDKs that know one kind of call report embeddings as that. */
export const trueKind = ({ kind, model, requestModel }: CallParts): SpanKind =>
  kind === 'llm' ? kindOfModel(model || requestModel) : kind;

/** One side of a call as a model reads it: its texts, and tokens that stand between them. */
export interface SideText {
  text: string;
  overhead: number;
}

/** Tokens around the parts of a tool's definition, by OpenAI's cookbook. */
const TOOL = {
  tool: 7,
  properties: 3,
  property: 3,
  enumeration: -3,
  enumValue: 3,
} as const;

class Collected {
  readonly #texts: string[] = [];
  overhead = 0;

  add(text: string, overhead = 0): void {
    if (text !== '') this.#texts.push(text);
    this.overhead += overhead;
  }

  get side(): SideText {
    return { text: this.#texts.join('\n'), overhead: this.overhead };
  }
}

/** The text of input, with whatever else the model was given; text '' when nothing of it is recorded. */
export function inputText(call: CallParts, frame: Frame): SideText {
  const { input, documents, toolDefinitions } = call;
  const kind = trueKind(call);
  const collected = new Collected();
  if (kind !== 'llm') {
    if (input) for (const message of messagesIn(input, 'user')) addParts(collected, message, 0);
    // A query alone: what was ranked is told beside it.
    if (kind === 'reranker' && input && !('json' in input))
      for (const { content } of documents) collected.add(content ?? '');
    return collected.side;
  }
  if (!input) return collected.side;
  collected.overhead += frame.reply;
  for (const message of messagesIn(input, 'user')) {
    collected.overhead += frame.message;
    collected.add(message.name ?? '');
    addParts(collected, message, 0);
  }
  if (toolDefinitions.length > 0) collected.overhead += frame.tools;
  addTools(collected, toolDefinitions);
  return collected.side;
}

/** What a model answered; what an embedding or a ranking gives back is no text of its own. */
export function outputText(call: CallParts, frame: Frame): { answer: SideText; reasoning: SideText } {
  const { output } = call;
  const answer = new Collected();
  const reasoning = new Collected();
  if (output && trueKind(call) === 'llm') {
    for (const message of messagesIn(output, 'assistant')) {
      addParts(answer, message, frame.toolCall);
      for (const part of message.parts) if (part.type === 'reasoning') reasoning.add(part.text);
    }
  }
  return { answer: answer.side, reasoning: reasoning.side };
}

function messagesIn(content: Content, role: 'user' | 'assistant'): Message[] {
  if ('messages' in content) return content.messages;
  const part: Part =
    'text' in content ? { type: 'text', text: content.text } : { type: 'json', value: content.json };
  return [{ role, parts: [part] }];
}

/** Earlier reasoning is not sent again, or not billed; pictures, sound and files are not estimated. */
function addParts(collected: Collected, { parts }: Message, ofToolCall: number): void {
  for (const part of parts) {
    if (part.type === 'text') collected.add(part.text);
    else if (part.type === 'toolCall') {
      collected.add(part.name, ofToolCall);
      collected.add(textOf(part.arguments));
    } else if (part.type === 'toolResult') collected.add(textOf(part.result));
    else if (part.type === 'json') collected.add(textOf(part.value));
  }
}

function addTools(collected: Collected, tools: readonly ToolDefinition[]): void {
  for (const { name, description = '', parameters } of tools) {
    collected.add(description === '' ? name : `${name}:${description}`, TOOL.tool);
    if (isRecord(parameters)) addProperties(collected, parameters, 0);
  }
}

const MAX_SCHEMA_DEPTH = 8;

function addProperties(collected: Collected, schema: JsonRecord, depth: number): void {
  const { properties } = schema;
  if (!isRecord(properties) || depth === MAX_SCHEMA_DEPTH) return;
  const entries = Object.entries(properties);
  if (entries.length > 0) collected.overhead += TOOL.properties;
  for (const [key, property] of entries) {
    if (!isRecord(property)) continue;
    const { type, description, items } = property;
    collected.add(`${key}:${textOf(type ?? '')}:${textOf(description ?? '')}`, TOOL.property);
    if (Array.isArray(property.enum)) {
      collected.overhead += TOOL.enumeration;
      for (const value of property.enum) collected.add(textOf(value), TOOL.enumValue);
    }
    addProperties(collected, property, depth + 1);
    if (isRecord(items)) addProperties(collected, items, depth + 1);
  }
}

/** A picture or a file inside a value that nobody understood. */
const BINARY = /^(?:data:[^,]{0,200};base64,|[A-Za-z0-9+/_-]{512,}={0,2}$)/;

const textOf = (value: Json): string =>
  typeof value === 'string'
    ? BINARY.test(value)
      ? ''
      : value
    : (JSON.stringify(value, (_, inner: unknown) => {
        if (typeof inner === 'bigint') return inner.toString();
        return typeof inner === 'string' && BINARY.test(inner) ? '' : inner;
      }) ?? '');
