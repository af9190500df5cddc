import { parseIfStructure, textAt } from '../attributes.ts';
import type { Content, Json, Message } from '../content.ts';
import { MAX_MESSAGES, message, roleOf } from '../messages.ts';
import type { Attributes } from '../span.ts';

const MAX_ROWS = 1_000;
const MAX_DIGITS = 9;

/** The index in `<prefix><index>.<rest>`, or -1 when the key is no such key. */
export function flatIndex(key: string, prefix: string): number {
  if (!key.startsWith(prefix)) return -1;
  let index = 0;
  for (let at = prefix.length; at <= prefix.length + MAX_DIGITS; at += 1) {
    const digit = key.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) index = index * 10 + digit;
    else return key[at] === '.' && at > prefix.length ? index : -1;
  }
  return -1;
}

/**
 * Attributes written flat, `<prefix><index>.<rest>`, as one map of rests per index, in index order. Indices may be
 * sparse and huge: only those present take space, at most 1,000 of them.
 */
export function flatRows(attributes: Attributes, prefix: string): Attributes[] {
  const rows = new Map<number, Attributes>();
  for (const [key, value] of attributes) {
    const index = flatIndex(key, prefix);
    if (index < 0) continue;
    let row = rows.get(index);
    if (!row) {
      if (rows.size === MAX_ROWS) continue;
      row = new Map();
      rows.set(index, row);
    }
    row.set(key.slice(key.indexOf('.', prefix.length) + 1), value);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}

/** How one convention names the parts of a flattened message. */
export interface FlatMessageNames {
  field: string;
  callId: string;
  callName: string;
  callArguments: string;
  /** Lists the parts of a message that has several. */
  parts?: (row: Attributes) => Json[];
}

function flatMessage(row: Attributes, names: FlatMessageNames): Message {
  const at = (field: string): Json => textAt(row, names.field + field) ?? null;
  const content = textAt(row, `${names.field}content`);
  const structured = content === undefined ? undefined : parseIfStructure(content);
  const parts = names.parts?.(row) ?? [];
  const calls = flatRows(row, `${names.field}tool_calls.`).map((call) => ({
    id: textAt(call, names.callId) ?? null,
    name: textAt(call, names.callName) ?? '',
    arguments: textAt(call, names.callArguments) ?? null,
  }));
  const calledName = textAt(row, `${names.field}function_call_name`) ?? textAt(row, 'function_call.name');
  const calledWith =
    textAt(row, `${names.field}function_call_arguments_json`) ?? textAt(row, 'function_call.arguments');
  return message(roleOf(textAt(row, `${names.field}role`) ?? 'unknown'), {
    content:
      parts.length > 0
        ? parts
        : Array.isArray(structured) && structured.every(isPart)
          ? structured
          : (content ?? null),
    tool_calls: calls,
    ...(calledName === undefined
      ? {}
      : { function_call: { name: calledName, arguments: calledWith ?? null } }),
    name: at('name'),
    tool_call_id: at('tool_call_id'),
    reasoning: at('reasoning'),
    finish_reason: at('finish_reason'),
  });
}

const isPart = (value: Json) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value.type === 'string';

/** A conversation in which somebody says something, written as `<prefix><index>.role`, `.content`, `.tool_calls.<index>…`. */
export function flatMessages(
  attributes: Attributes,
  prefix: string,
  names: FlatMessageNames,
): Content | undefined {
  const messages = flatRows(attributes, prefix)
    .slice(-MAX_MESSAGES)
    .map((row) => flatMessage(row, names));
  return messages.some(({ parts }) => parts.length > 0) ? { messages } : undefined;
}
