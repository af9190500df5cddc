import type { Content, Json, Message, Part, Role } from './content.ts';

const ROLES = new Set<string>(['system', 'developer', 'user', 'assistant', 'tool', 'unknown']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A value parsed from JSON is Json already; undefined becomes null. */
const jsonOf = (value: unknown): Json => (value === undefined ? null : (value as Json));

/** Only the fields that were present, so that optional fields stay absent. */
const given = <Fields extends Record<string, string | undefined>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: string;
  };

const MEDIA = new Set(['image', 'audio', 'file']);

function readPart(value: unknown): Part {
  if (typeof value === 'string') return { type: 'text', text: value };
  if (!isRecord(value)) return { type: 'json', value: jsonOf(value) };
  const type = textOf(value.type);
  const text = textOf(value.text);
  if ((type === 'text' || type === 'reasoning') && text !== undefined) return { type, text };
  if (type === 'toolCall' && typeof value.name === 'string') {
    return { type, name: value.name, arguments: jsonOf(value.arguments), ...given({ id: textOf(value.id) }) };
  }
  if (type === 'toolResult') {
    const known = given({ id: textOf(value.id), name: textOf(value.name) });
    return { type, result: jsonOf(value.result), ...known };
  }
  if (type !== undefined && MEDIA.has(type)) {
    const known = given({ url: textOf(value.url), mediaType: textOf(value.mediaType) });
    if (type === 'file') return { type, ...known, ...given({ name: textOf(value.name) }) };
    return { type: type as 'image' | 'audio', ...known };
  }
  return { type: 'json', value: type === 'json' && 'value' in value ? jsonOf(value.value) : jsonOf(value) };
}

const isMessage = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) && typeof value.role === 'string' && Array.isArray(value.parts);

function readMessage(value: Record<string, unknown>): Message {
  const role = textOf(value.role) ?? 'unknown';
  return {
    role: (ROLES.has(role) ? role : 'unknown') as Role,
    parts: (value.parts as unknown[]).map(readPart),
    ...given({ name: textOf(value.name), finishReason: textOf(value.finishReason) }),
  };
}

/**
 * Input or output as the API gives it, back in its one form: a conversation, a text, or any JSON. Undefined when
 * nothing was recorded. Never throws: what is not a message stays JSON.
 */
export function readContent(value: unknown): Content | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'string') return { text: value };
  if (Array.isArray(value) && value.length > 0 && value.every(isMessage)) {
    return { messages: value.map(readMessage) };
  }
  return { json: jsonOf(value) };
}
