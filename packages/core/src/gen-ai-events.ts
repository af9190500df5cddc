import { jsonOf, parseIfStructure } from './attributes.ts';
import type { Content, Json, Message, Role } from './content.ts';
import { finishReason } from './finish-reason.ts';
import { firstString, isRecord, type JsonRecord } from './message-parts.ts';
import { contentOf, MAX_MESSAGES, message, roleOf, systemMessages } from './messages.ts';
import type { Attributes, AttributeValue, SpanEvent } from './span.ts';

/** Events that carry one message each, and the role they stand for. */
const MESSAGE_EVENTS = new Map<string, Role>([
  ['gen_ai.system.message', 'system'],
  ['gen_ai.user.message', 'user'],
  ['gen_ai.assistant.message', 'assistant'],
  ['gen_ai.tool.message', 'tool'],
  ['gen_ai.choice', 'assistant'],
]);

export const DETAILS_EVENT = 'gen_ai.client.inference.operation.details';
const PROMPT_EVENT = 'gen_ai.content.prompt';
const COMPLETION_EVENT = 'gen_ai.content.completion';

/** Names of the span events that become input or output. */
export const CONTENT_EVENTS: readonly string[] = [
  ...MESSAGE_EVENTS.keys(),
  DETAILS_EVENT,
  PROMPT_EVENT,
  COMPLETION_EVENT,
];

/** Attributes as JSON fields, with JSON text parsed. */
export const fieldsOf = (attributes: Attributes): JsonRecord =>
  Object.fromEntries([...attributes].map(([key, value]) => [key, jsonOf(value)]));

export interface EventMessage {
  side: 'input' | 'output';
  message: Message;
}

const decoded = (value: Json | undefined): Json | undefined =>
  typeof value === 'string' ? parseIfStructure(value) : value;

/** The message in a message event, from the event's body or attributes; undefined for any other event. */
export function eventMessage(name: string, fields: JsonRecord): EventMessage | undefined {
  const role = MESSAGE_EVENTS.get(name);
  if (role === undefined) return undefined;
  const body = isRecord(fields['gen_ai.event.content']) ? fields['gen_ai.event.content'] : fields;
  const inner = decoded(body.message);
  const said = isRecord(inner) ? inner : inner === undefined ? body : { ...body, content: inner };
  const spoken = typeof said.role === 'string' ? roleOf(said.role) : role;
  const built = message(spoken === 'unknown' ? role : spoken, {
    ...said,
    content: decoded(said.content) ?? null,
    tool_calls: decoded(said.tool_calls) ?? null,
    tool_call_id: said.tool_call_id ?? (role === 'tool' ? (said.id ?? null) : null),
  });
  const finish = firstString(body.finish_reason);
  if (finish !== undefined) built.finishReason = finishReason(finish);
  return { side: name === 'gen_ai.choice' ? 'output' : 'input', message: built };
}

/** Input of a semantic-convention call: its messages, with the system instructions before them unless they are there. */
export function inputMessages(
  messages: AttributeValue | undefined,
  instructions: AttributeValue | undefined,
): Content | undefined {
  const input = contentOf(messages, 'user');
  if (instructions === undefined || instructions === null || instructions === '') return input;
  const system = systemMessages(jsonOf(instructions));
  if (input === undefined) return system.length > 0 ? { messages: system } : undefined;
  if (!('messages' in input) || input.messages[0]?.role === 'system') return input;
  return { messages: [...system, ...input.messages] };
}

export interface EventContent {
  input?: Content;
  output?: Content;
}

/** Input and output as far as a span's own events tell them. */
export function contentInEvents(events: readonly SpanEvent[]): EventContent {
  const content: EventContent = {};
  const sides: Record<EventMessage['side'], Message[]> = { input: [], output: [] };
  for (const { name, attributes } of events) {
    if (name === DETAILS_EVENT) {
      const input = inputMessages(
        attributes.get('gen_ai.input.messages'),
        attributes.get('gen_ai.system_instructions'),
      );
      const output = contentOf(attributes.get('gen_ai.output.messages'), 'assistant');
      if (input) content.input = input;
      if (output) content.output = output;
    } else if (name === PROMPT_EVENT) {
      const input = contentOf(attributes.get('gen_ai.prompt'), 'user');
      if (input) content.input = input;
    } else if (name === COMPLETION_EVENT) {
      const output = contentOf(attributes.get('gen_ai.completion'), 'assistant');
      if (output) content.output = output;
    } else {
      const found = MESSAGE_EVENTS.has(name) ? eventMessage(name, fieldsOf(attributes)) : undefined;
      if (found && sides[found.side].length < MAX_MESSAGES) sides[found.side].push(found.message);
    }
  }
  if (sides.input.length > 0) content.input ??= { messages: sides.input };
  if (sides.output.length > 0) content.output ??= { messages: sides.output };
  return content;
}

/** The same for message events that a framework lists in one attribute, each with its name in `event.name`. */
export function contentInList(value: AttributeValue | undefined): EventContent {
  const listed = value === undefined ? undefined : jsonOf(value);
  if (!Array.isArray(listed)) return {};
  const events = listed.slice(0, MAX_MESSAGES).flatMap((event) => {
    const name = isRecord(event) ? event['event.name'] : undefined;
    return isRecord(event) && typeof name === 'string'
      ? [{ name, timeNs: 0n, attributes: new Map(Object.entries(event)) }]
      : [];
  });
  return contentInEvents(events);
}
