import { jsonOf } from './attributes.ts';
import type { Content, Json, Message, Part, Role } from './content.ts';
import { finishReason } from './finish-reason.ts';
import {
  firstString,
  isRecord,
  type JsonRecord,
  partsOf,
  toolCall,
  toolResult,
  typedPart,
} from './message-parts.ts';
import type { AttributeValue } from './span.ts';

export const MAX_MESSAGES = 1_000;

const ROLES = new Map<string, Role>([
  ['system', 'system'],
  ['developer', 'developer'],
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['bot', 'assistant'],
  ['chatbot', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

export const roleOf = (name: string): Role => ROLES.get(name.toLowerCase()) ?? 'unknown';

/** LangChain writes a message as a class: `{id: [..., 'AIMessage'], kwargs}` or `{type: 'ai', data | content}`. */
function langChain(value: JsonRecord): { role: Role; fields: JsonRecord } | undefined {
  if (Array.isArray(value.id) && isRecord(value.kwargs)) {
    const name = value.id.at(-1);
    if (typeof name !== 'string') return undefined;
    const isMessage = name.endsWith('Message') || name.endsWith('MessageChunk');
    return isMessage
      ? { role: roleOf(name.replace(/Message(?:Chunk)?$/, '')), fields: value.kwargs }
      : undefined;
  }
  if (typeof value.type !== 'string') return undefined;
  const role = roleOf(value.type.replace(/Message(?:Chunk)?$/, ''));
  if (role === 'unknown') return undefined;
  if (isRecord(value.data)) return { role, fields: value.data };
  return 'content' in value ? { role, fields: value } : undefined;
}

function calledTools(fields: JsonRecord): Part[] {
  const kwargs = isRecord(fields.additional_kwargs) ? fields.additional_kwargs : {};
  const calls = fields.tool_calls ?? fields.toolCalls ?? kwargs.tool_calls;
  const parts = (Array.isArray(calls) ? calls : []).flatMap((call) => {
    const part = isRecord(call) ? typedPart({ ...call, type: 'tool_call' }) : undefined;
    return part ? [part] : [];
  });
  const legacy = fields.function_call;
  if (parts.length === 0 && isRecord(legacy) && typeof legacy.name === 'string') {
    parts.push(toolCall(legacy.name, legacy.arguments));
  }
  return parts;
}

/** A message of a given role from the fields that all chat dialects share. */
export function message(role: Role, fields: JsonRecord): Message {
  const content = fields.content ?? fields.parts;
  const answersCall = firstString(fields.tool_call_id, fields.toolCallId);
  const parts: Part[] = [];
  const reasoning = firstString(fields.reasoning_content, fields.reasoning);
  if (reasoning !== undefined) parts.push({ type: 'reasoning', text: reasoning });
  const wrapsResult = Array.isArray(content) && partsOf(content).some(isResult);
  if (role === 'tool' && !wrapsResult) {
    parts.push(toolResult(content, answersCall, firstString(fields.name)));
  } else {
    parts.push(...partsOf(content));
    const refusal = firstString(fields.refusal);
    if (refusal !== undefined) parts.push({ type: 'text', text: refusal });
  }
  if (!parts.some((part) => part.type === 'toolCall')) parts.push(...calledTools(fields));
  const built: Message = { role, parts };
  const name = firstString(fields.name);
  if (name !== undefined && role !== 'tool') built.name = name;
  const finish = firstString(fields.finish_reason, fields.finishReason, fields.stop_reason);
  if (finish !== undefined) built.finishReason = finishReason(finish);
  return built;
}

const isResult = (part: Part) => part.type === 'toolResult';

const hasBody = (value: JsonRecord) =>
  'content' in value || 'parts' in value || 'tool_calls' in value || 'function_call' in value;

/** A message, or undefined when the value is none. `listed` values need not have a known role. */
function messageOf(value: Json, fallback: Role, listed: boolean): Message | undefined {
  if (Array.isArray(value)) {
    const [role, text] = value;
    if (value.length !== 2 || typeof role !== 'string' || typeof text !== 'string') return undefined;
    return ROLES.has(role) ? message(roleOf(role), { content: text }) : undefined;
  }
  if (!isRecord(value)) return undefined;
  if (typeof value.role === 'string') {
    const role = roleOf(value.role);
    return hasBody(value) && (listed || role !== 'unknown') ? message(role, value) : undefined;
  }
  const chain = langChain(value);
  if (chain) return message(chain.role, chain.fields);
  const part = listed ? typedPart(value) : undefined;
  if (!part) return undefined;
  if (part.type === 'toolResult') return { role: 'tool', parts: [part] };
  const said = part.type === 'toolCall' || part.type === 'reasoning';
  return { role: said ? 'assistant' : fallback, parts: [part] };
}

function messageList(values: Json[], fallback: Role): Message[] | undefined {
  if (values.length === 0) return undefined;
  if (values.length === 1 && Array.isArray(values[0]) && typeof values[0][0] !== 'string') {
    return messageList(values[0], fallback);
  }
  const messages: Message[] = [];
  for (const value of values.slice(-MAX_MESSAGES)) {
    const one = messageOf(value, fallback, true);
    if (!one) return undefined;
    messages.push(one);
  }
  return messages;
}

/** Instructions of a request, which some dialects keep beside the messages. */
export function systemMessages(instructions: Json | undefined): Message[] {
  const content = isRecord(instructions) ? (instructions.parts ?? instructions.content) : instructions;
  const parts = partsOf(content ?? instructions);
  return parts.length > 0 ? [{ role: 'system', parts }] : [];
}

/** Alternatives that a model gave: `{message | delta | content | text, finish_reason}`. */
function choices(values: Json[]): Message[] | undefined {
  const messages: Message[] = [];
  for (const choice of values.flat(1).slice(0, MAX_MESSAGES)) {
    if (!isRecord(choice)) return undefined;
    const said = choice.message ?? choice.delta ?? choice.content;
    const one = isRecord(said)
      ? (messageOf(said, 'assistant', false) ?? message('assistant', said))
      : message('assistant', { content: said ?? choice.text ?? null });
    const finish = firstString(choice.finish_reason, choice.finishReason);
    messages.push(finish === undefined ? one : { ...one, finishReason: finishReason(finish) });
  }
  return messages.length > 0 ? messages : undefined;
}

/** A request or an answer as a provider's or a framework's API shapes it. */
function wrapped(value: JsonRecord, fallback: Role): Message[] | undefined {
  for (const list of [value.choices, value.candidates, value.generations]) {
    if (Array.isArray(list)) return choices(list);
  }
  const system =
    value.system ??
    value.instructions ??
    value.systemInstruction ??
    value.system_instruction ??
    (isRecord(value.config) ? value.config.system_instruction : undefined);
  const list = value.messages ?? value.contents ?? value.input_messages;
  if (Array.isArray(list)) {
    const messages = messageList(list, fallback);
    return messages && [...systemMessages(system), ...messages];
  }
  if (Array.isArray(value.output)) return messageList(value.output, 'assistant');
  if ('model' in value || 'instructions' in value) {
    const input = typeof value.input === 'string' ? [{ role: 'user', content: value.input }] : value.input;
    const messages = Array.isArray(input) ? messageList(input, fallback) : undefined;
    if (messages) return [...systemMessages(system), ...messages];
  }
  // Gemini's answer as Google's ADK keeps it, and a filled prompt of LangChain.
  if (isRecord(value.content) && Array.isArray(value.content.parts)) return choices([value]);
  const inner = value.message ?? value.kwargs;
  return isRecord(inner) ? wrapped(inner, fallback) : undefined;
}

/**
 * The conversation in a value, whichever SDK or provider shaped it; undefined when it is no conversation.
 * `fallback` is the role of what says no role. At most {@link MAX_MESSAGES}, the latest ones.
 */
export function messagesOf(value: Json, fallback: Role): Message[] | undefined {
  if (Array.isArray(value)) return messageList(value, fallback);
  if (!isRecord(value)) return undefined;
  const one = messageOf(value, fallback, false);
  return one ? [one] : wrapped(value, fallback);
}

/** Input or output of a step: a conversation when it is one, else text or JSON. Undefined when absent. */
export function contentOf(value: AttributeValue | undefined, fallback: Role): Content | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const json = jsonOf(value);
  if (typeof json === 'string') return { text: json };
  const messages = messagesOf(json, fallback);
  return messages ? { messages } : { json };
}

/** A value that is no conversation whatever it looks like: a tool's arguments or result. */
export function plainContent(value: AttributeValue | undefined): Content | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const json = jsonOf(value);
  return typeof json === 'string' ? { text: json } : { json };
}
