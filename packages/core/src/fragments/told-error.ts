import type { SpanError } from '../span.ts';

/** How Python and JavaScript begin the part that only says where. */
const TRACE = /\n\s*at \S|\n*Traceback \(most recent call last\):/;
/** `TypeError: no`, `ValueError('no')`, `openai.RateLimitError: no`. */
const NAMED = /^([A-Za-z_$][\w$.]*(?:Error|Exception|Interrupt|Exit|Warning)?)(?::\s+|\((?=['"]))([\s\S]*)$/;

/** LangChain says the message, then the same again as the first line of the stack. */
const saidOnce = (text: string): string => {
  const [message = '', again] = text.split('\n\n', 2);
  return again?.endsWith(message) ? again : text;
};

const unquoted = (text: string): string => /^(['"])([\s\S]*)\1,?\)$/.exec(text)?.[2] ?? text;

/** An error that was told as one text, taken apart as far as languages agree on its form. */
export function toldError(text: string): SpanError {
  const at = text.search(TRACE);
  const before = at < 0 ? text : text.slice(0, at);
  const stack = at < 0 ? '' : text.slice(at).trimStart();
  // A traceback alone says what happened in its last line.
  const told = before.trim() === '' ? (stack.trimEnd().split('\n').at(-1) ?? '') : saidOnce(before.trim());
  const [, type, message] = NAMED.exec(told) ?? [];
  return type === undefined || message === undefined
    ? { type: '', message: told, stack }
    : { type, message: unquoted(message), stack };
}
