import { Refusal } from './refusal.ts';

export interface Token {
  /** `name` is one in quotes, which is never a keyword. */
  type: 'word' | 'name' | 'number' | 'text' | 'sign' | 'end';
  /** A word as written; the value of a text or a quoted name. */
  value: string;
  /** Of its first character in the query. */
  at: number;
}

const SPACE = /(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_]\w*/y;
const TEXT = /'(?:[^'\\]|\\[\s\S]|'')*'/y;
const NAME = /`[^`]*`|"[^"]*"/y;
const SIGN = /->|::|\|\||<=|>=|<>|!=|==|[-+*/%(),.=<>[\];]/y;

/** What a quoted name may hold: letters of any script, and nothing that it could be left with. */
const NAMELY = /^[\p{L}\p{M}\p{N}_ %()/+#-]+$/u;
const MAX_NAME = 64;
const MAX_TOKENS = 5_000;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  b: '\b',
  f: '\f',
  '\\': '\\',
  "'": "'",
};

/**
 * The words of a reader's query. Comments are left out, and what no query that is taken could hold is refused: parameters,
 * heredocs, hexadecimal numbers, names with dots or quotes.
 */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const next = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(sql)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  for (;;) {
    next(SPACE);
    const began = at;
    if (began >= sql.length) return [...tokens, { type: 'end', value: '', at: began }];
    if (sql.startsWith('/*', began)) throw new Refusal('This comment does not end.', began);
    if (tokens.length === MAX_TOKENS) throw new Refusal(`A query has at most ${MAX_TOKENS} words.`, began);
    const token = read(next, began) ?? refuse(sql.slice(began), began);
    tokens.push({ ...token, at: began });
  }
}

function read(
  next: (pattern: RegExp) => string | undefined,
  at: number,
): Pick<Token, 'type' | 'value'> | undefined {
  const word = next(WORD);
  if (word !== undefined) return { type: 'word', value: checked(word, at) };
  const number = next(NUMBER);
  if (number !== undefined) {
    const rest = next(WORD);
    if (rest !== undefined) throw new Refusal(`${number}${rest} is no number.`, at);
    return { type: 'number', value: number };
  }
  const text = next(TEXT);
  if (text !== undefined) return { type: 'text', value: unescaped(text.slice(1, -1)) };
  const quoted = next(NAME);
  if (quoted !== undefined) {
    const value = quoted.slice(1, -1);
    if (!NAMELY.test(value)) throw new Refusal(`${quoted} is not taken as a name.`, at);
    return { type: 'name', value: checked(value, at) };
  }
  const sign = next(SIGN);
  return sign === undefined ? undefined : { type: 'sign', value: sign };
}

/** The engine begins the names of what it makes itself with two underscores. */
function checked(name: string, at: number): string {
  if (name.startsWith('__')) throw new Refusal('A name does not begin with two underscores.', at);
  if (name.length > MAX_NAME) throw new Refusal(`A name has at most ${MAX_NAME} letters.`, at);
  return name;
}

/** Escapes that the dialect does not know keep their backslash, as regular expressions want it. */
const unescaped = (text: string): string =>
  text.replace(/''|\\([\s\S])/g, (all, char: string | undefined) =>
    char === undefined ? "'" : (ESCAPES[char] ?? all),
  );

function refuse(rest: string, at: number): never {
  if (rest.startsWith("'")) throw new Refusal('This text does not end.', at);
  if (rest.startsWith('{')) throw new Refusal('Parameters in braces are not taken.', at);
  throw new Refusal(`Unexpected ${JSON.stringify([...rest][0])}.`, at);
}
