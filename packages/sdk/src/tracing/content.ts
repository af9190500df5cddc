/** Texts and values of the program, as attributes hold them. */
const MAX_CHARS = 1024 * 1024;
const CUT = '… [cut]';

/** A value as text: JSON, unless it is text. Never throws; what is too long is cut, and says so. */
export function textOf(value: unknown): string {
  let text: string;
  try {
    text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  } catch {
    text = `[${Object.prototype.toString.call(value)} that is not JSON]`;
  }
  return text.length > MAX_CHARS ? text.slice(0, MAX_CHARS - CUT.length) + CUT : text;
}

export interface Message {
  role: string;
  content: unknown;
}

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'role' in value && ('content' in value || 'parts' in value);

/** Messages as the conventions for generative AI have them: a list with roles; other things are one message of `role`. */
export function messagesOf(value: unknown, role: 'user' | 'assistant'): string {
  const list =
    Array.isArray(value) && value.every(isMessage) ? value : isMessage(value) ? [value] : undefined;
  return textOf(list ?? [{ role, parts: [{ type: 'text', content: textOf(value) }] }]);
}
