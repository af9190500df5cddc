import { parseIfStructure, textAt } from '../attributes.ts';
import type { Content, Json, Message } from '../content.ts';
import { MAX_MESSAGES, message, roleOf } from '../messages.ts';
import type { Attributes } from '../span.ts';

const MAX_ROWS = 1_000;
const MAX_DIGITS = 9;

/**
 * Attributes written flat, `<prefix><index>.<rest>`, as one map of rests per index, in index order. Indices may be
 * sparse and huge: only those present take space, at most 1,000 of them.
 */
export function flatRows(attributes: Attributes, prefix: string): Attributes[] {
  const rows = new Map<number, Attributes>();
  for (const [key, value] of attributes) {
    if (!key.startsWith(prefix)) continue;
    const dot = key.indexOf('.', prefix.length);
    const digits = key.slice(prefix.length, dot);
    if (dot < 0 || digits === '' || digits.length > MAX_DIGITS) continue;
    const index = Number(digits);
    if (!Number.isInteger(index)) continue;
    let row = rows.get(index);
    if (!row) {
      if (rows.size === MAX_ROWS) continue;
      row = new Map();
      rows.set(index, row);
    }
    row.set(key.slice(dot + 1), value);
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

/** A conversation written as `<prefix><index>.role`, `.content`, `.tool_calls.<index>…`. */
export function flatMessages(
  attributes: Attributes,
  prefix: string,
  names: FlatMessageNames,
): Content | undefined {
  const messages = flatRows(attributes, prefix)
    .slice(-MAX_MESSAGES)
    .map((row) => flatMessage(row, names));
  return messages.length > 0 ? { messages } : undefined;
}
