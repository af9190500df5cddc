import type { Param } from './driver.ts';

/** Text the engine skips, or a placeholder: strings, quoted names and comments are left alone. */
const TOKENS =
  /'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|--[^\n]*|\/\*[\s\S]*?\*\/|\{\s*([A-Za-z_]\w*)\s*:\s*([A-Za-z][^{}]*?)\s*\}/g;
const IDENTIFIER = /^[A-Za-z_]\w*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\0': '\\0',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text as a quoted literal of the dialect. */
export const quoted = (text: string): string =>
  `'${text.replace(/[\\'\0\b\f\n\r\t]/g, (char) => ESCAPES[char] ?? char)}'`;

/**
 * Writes values in the place of {name:Type}. The embedded engine binds parameters one query at a time for the whole
 * process, which would put all readers in one line; so each value becomes a typed literal here, as the engine itself
 * does with a bound parameter. The SQL around is always our own; values are always quoted.
 */
export function bindLiterals(sql: string, params: Readonly<Record<string, Param>> = {}): string {
  return sql.replace(TOKENS, (token, name: string | undefined, type: string | undefined) => {
    if (name === undefined || type === undefined) return token;
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) throw new TypeError(`no value for the parameter ${name}`);
    return literal(value, type);
  });
}

function literal(value: Param, type: string): string {
  if (type === 'Identifier') {
    if (typeof value !== 'string' || !IDENTIFIER.test(value)) throw new TypeError('not an identifier');
    return `\`${value}\``;
  }
  if (type === 'String' && typeof value === 'string') return quoted(value);
  const text = Array.isArray(value)
    ? `[${value.map((item) => (typeof item === 'string' ? quoted(item) : String(item))).join(', ')}]`
    : quoted(String(value));
  return `_CAST(${text}, ${quoted(type)})`;
}
