import { FIELDS, type Field, fieldNamed, KEY_PREFIXES, keyOf } from './fields.ts';
import { type Filter, type FilterOperator, filterSchema, isKeyed, isNumeric, MAX_FILTERS } from './filter.ts';
import { formatQuantity, parseQuantity, type Quantity } from './quantity.ts';

/**
 * The filter language: `model:gpt-4.1,gpt-4o status:error duration:>2s -kind:tool name:~search has:ttft
 * attr.http.route:"/chat room" score.helpfulness:<0.5 refund`. `-` negates, `~` means contains, a comma means or, bare words are searched
 * for in the text. Anything odd can be quoted.
 */
export interface FilterText {
  filters: Filter[];
  /** The free words, quoted where they need it: what {@link searchWords} takes apart. */
  search: string;
}

export interface FilterTextError {
  message: string;
  /** Offsets into the text, end exclusive. */
  start: number;
  end: number;
}

const MAX_SEARCH = 512;
const PREFIXES: readonly (readonly [text: string, op: FilterOperator])[] = [
  ['>=', '>='],
  ['<=', '<='],
  ['>', '>'],
  ['<', '<'],
  ['~', 'contains'],
];
const NEGATED: Partial<Record<FilterOperator, FilterOperator>> = {
  '=': '!=',
  contains: 'notContains',
  exists: 'missing',
};
const POSITIVE = new Map(Object.entries(NEGATED).map(([positive, negative]) => [negative, positive]));
const CANONICAL = new Map(FIELDS.map((field) => [field.name.toLowerCase(), field.name]));

const SPACE = /\s/u;
const PREFIX = KEY_PREFIXES.map((prefix) => prefix.replace('.', '\\.')).join('|');
const KEY = new RegExp(`(?:(${PREFIX})"((?:[^"\\\\]|\\\\.)*)"|([A-Za-z][^\\s:",]*)):(?!//)`, 'uy');

const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
const unquote = (text: string) => text.replace(/\\(["\\])/g, '$1');
const quotedValue = (text: string) => (/^[^\s,"\\<>~]+$/u.test(text) ? text : quote(text));
const quotedWord = (word: string) => (/^[^\s:"\\-][^\s:"\\]*$/u.test(word) ? word : quote(word));

interface Piece {
  text: string;
  end: number;
  problem?: string;
}

/** A quoted text, or a bare one up to white space or one of `stops`. */
function piece(text: string, start: number, stops: string): Piece {
  let end = start;
  if (text[start] !== '"') {
    while (end < text.length && !SPACE.test(text.charAt(end)) && !stops.includes(text.charAt(end))) end++;
    return { text: text.slice(start, end), end };
  }
  end++;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) return { text: '', end: text.length, problem: 'the quote is not closed' };
  return { text: unquote(text.slice(start + 1, end)), end: end + 1 };
}

const atBreak = (text: string, at: number) => at >= text.length || SPACE.test(text.charAt(at));

function wordEnd(text: string, at: number): number {
  while (!atBreak(text, at)) at++;
  return at;
}

function pieces(text: string, start: number): Piece & { values: Piece[] } {
  const values: Piece[] = [];
  for (let at = start; ; at++) {
    const value = piece(text, at, ',');
    if (value.problem === undefined && value.end === at) value.problem = 'a value is missing';
    values.push(value);
    at = value.end;
    if (text[at] === ',' && value.problem === undefined) continue;
    if (value.problem === undefined && !atBreak(text, at)) value.problem = 'unexpected text after the quote';
    const problem = value.problem;
    return { text: '', end: wordEnd(text, at), values, ...(problem === undefined ? {} : { problem }) };
  }
}

/** A value as the field means it: a number where the field or the comparison wants one; a string is an error text. */
function readValue(field: Field, op: FilterOperator, text: string): { value: string | number } | string {
  if (isNumeric(field)) {
    const value = parseQuantity(text, field.type as Quantity);
    return value === undefined
      ? `${field.name} needs ${NEEDS[field.type as Quantity]}, not "${text}"`
      : { value };
  }
  if (isKeyed(field) && /^[<>]/.test(op)) {
    const value = parseQuantity(text, 'number');
    return value === undefined ? `${op} needs a number, not "${text}"` : { value };
  }
  return { value: field.type === 'enum' ? text.toLowerCase() : text };
}

const NEEDS: Record<Quantity, string> = {
  number: 'a number such as 500 or 1.5k',
  duration: 'a duration such as 250ms, 2s or 1.5m',
  money: 'an amount in USD such as 0.01',
};

function conditions(
  name: string,
  negated: boolean,
  prefix: FilterOperator,
  values: readonly string[],
): Filter[] | string {
  const op = negated ? NEGATED[prefix] : prefix;
  if (op === undefined) return `a comparison cannot be negated: turn ${prefix} around instead`;
  if (name === 'has') {
    if (prefix !== '=') return 'has: takes the name of a field';
    return values.map((field) => ({ field, op: negated ? 'missing' : 'exists', values: [] }));
  }
  const field = fieldNamed(name);
  if (!field) return `unknown field ${name}: to search for this text, put it in quotes`;
  const parsed = values.map((text) => readValue(field, op, text));
  const problem = parsed.find((value) => typeof value === 'string');
  if (problem !== undefined) return problem;
  return [
    { field: field.name, op, values: parsed.flatMap((each) => (typeof each === 'string' ? [] : each.value)) },
  ];
}

/** Reads filter text. Never throws: what cannot be understood is left out and named in `errors`. */
export function parseFilterText(text: string): FilterText & { errors: FilterTextError[] } {
  const filters: Filter[] = [];
  const words: string[] = [];
  const errors: FilterTextError[] = [];
  let at = 0;
  while (at < text.length) {
    if (SPACE.test(text.charAt(at))) {
      at++;
      continue;
    }
    const start = at;
    const fail = (message: string) => errors.push({ message, start, end: at });
    const negated = text[at] === '-';
    KEY.lastIndex = negated ? at + 1 : at;
    const key = KEY.exec(text);
    if (!key) {
      const word = piece(text, at, '');
      at = word.problem === undefined ? wordEnd(text, word.end) : word.end;
      if (word.problem !== undefined) fail(word.problem);
      else if (word.end < at) fail('unexpected text after the quote');
      else if (negated) fail('a word cannot be excluded: put it in quotes to search for it');
      else if (word.text !== '') words.push(word.text);
      continue;
    }
    const written = key[1] === undefined ? (key[3] ?? '') : `${key[1]}${unquote(key[2] ?? '')}`;
    const name = CANONICAL.get(written.toLowerCase()) ?? written;
    const prefix = PREFIXES.find(([prefix]) => text.startsWith(prefix, KEY.lastIndex));
    const read = pieces(text, KEY.lastIndex + (prefix?.[0].length ?? 0));
    at = read.end;
    const found =
      read.problem ??
      conditions(
        name,
        negated,
        prefix?.[1] ?? '=',
        read.values.map((value) => value.text),
      );
    if (typeof found === 'string') {
      fail(found);
      continue;
    }
    for (const filter of found) {
      const checked = filterSchema.safeParse(filter);
      if (!checked.success) fail(checked.error.issues[0]?.message ?? 'not a filter');
      else if (filters.length === MAX_FILTERS) fail(`more than ${MAX_FILTERS} conditions`);
      else filters.push(filter);
    }
  }
  const search = words.map(quotedWord).join(' ');
  if (search.length <= MAX_SEARCH) return { filters, search, errors };
  const message = `more than ${MAX_SEARCH} characters to search for`;
  return { filters, search: '', errors: [...errors, { message, start: 0, end: text.length }] };
}

/** A field as it is written before its colon. */
export function formatField(name: string): string {
  const keyed = keyOf(name);
  return keyed && !/^[^\s:",\\]+$/u.test(name) ? `${keyed.prefix}${quote(keyed.key)}` : name;
}

/** The field of a name as it is written, in any case; undefined when there is none. */
export function writtenField(text: string): Field | undefined {
  const [, prefix = '', key = ''] = new RegExp(`^(${PREFIX})"(.*)"$`, 'su').exec(text) ?? [];
  return fieldNamed(prefix ? prefix + unquote(key) : (CANONICAL.get(text.toLowerCase()) ?? text));
}

function formatFilter({ field: name, op, values }: Filter): string {
  const field = fieldNamed(name);
  const positive = POSITIVE.get(op);
  const sign = positive === undefined ? '' : '-';
  if (op === 'exists' || op === 'missing') return `${sign}has:${quotedValue(name)}`;
  const prefix = PREFIXES.find(([, means]) => means === (positive ?? op))?.[0] ?? '';
  const texts = values.map((value) =>
    typeof value === 'string'
      ? quotedValue(value)
      : formatQuantity(value, field && isNumeric(field) ? (field.type as Quantity) : 'number'),
  );
  return `${sign}${formatField(name)}:${prefix}${texts.join(',')}`;
}

/** The inverse of {@link parseFilterText}. */
export function formatFilterText({ filters, search }: FilterText): string {
  return [...filters.map(formatFilter), ...searchWords(search).map(quotedWord)].join(' ');
}

/** All conditions of some filter texts as one; '' of none. */
export const allOf = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join(' ');

/** The words of a search, all of which must occur. A quoted phrase is one word; nothing here is an error. */
export function searchWords(search: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < search.length; ) {
    if (SPACE.test(search.charAt(at))) {
      at++;
      continue;
    }
    const word = piece(search, at, '');
    const whole = word.problem === undefined ? word.text : search.slice(at + 1).trim();
    if (whole !== '') words.push(whole);
    at = word.end;
  }
  return words;
}
