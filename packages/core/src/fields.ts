import { SCORE_SOURCES } from './score.ts';
import { SPAN_KINDS, SPAN_STATUSES } from './span.ts';

/**
 * Every field a reader can filter by, group by or be offered values of — as data. The filter language, the API,
 * the suggestion boxes and the SQL compiler all read this table; a new field is an entry.
 */
export type FieldType = 'text' | 'enum' | 'number' | 'duration' | 'money' | 'tags';

export interface Field {
  name: string;
  type: FieldType;
  /**
   * `span`: true of any span of the trace. `trace`: a fact of the trace as a whole. `score`: true of any score of the
   * trace, of its spans or of its session.
   */
  level: 'span' | 'trace' | 'score';
  /** May be a dimension of a Question; groups of one that holds numbers are bins, see bins.ts. */
  dimension: boolean;
  /** The only values of an `enum`. */
  values?: readonly string[];
}

const span = (name: string, type: FieldType = 'text', dimension = true): Field => ({
  name,
  type,
  level: 'span',
  dimension,
});
const oneOf = (name: string, values: readonly string[]): Field => ({ ...span(name, 'enum'), values });
const trace = (name: string, type: FieldType): Field => ({ name, type, level: 'trace', dimension: false });
const score = (name: string, type: FieldType = 'text', dimension = true): Field => ({
  ...span(name, type, dimension),
  level: 'score',
});

export const FIELDS: readonly Field[] = [
  span('name'),
  oneOf('kind', SPAN_KINDS),
  span('model'),
  span('provider'),
  oneOf('status', SPAN_STATUSES),
  span('error'),
  span('errorGroup'),
  span('user'),
  span('session'),
  span('agent'),
  span('agentVersion'),
  span('tool'),
  span('prompt'),
  span('promptVersion'),
  span('environment'),
  span('release'),
  span('service'),
  span('tag', 'tags'),
  // Of calls to vector databases and of retrieval.
  span('database'),
  span('collection'),
  span('dbOperation'),
  span('topScore', 'number'),
  span('matches', 'number'),
  span('convention'),
  span('apiKey'),
  span('spanDuration', 'duration'),
  span('ttft', 'duration'),
  span('spanTokens', 'number'),
  span('spanCost', 'money'),
  // Of spans that sums count: what set the cost (a known price, the caller, none), and what counted the tokens.
  oneOf('pricing', ['priced', 'client', 'unpriced']),
  oneOf('usage', ['reported', 'estimated']),
  trace('trace', 'text'),
  trace('duration', 'duration'),
  trace('cost', 'money'),
  trace('tokens', 'number'),
  trace('spans', 'number'),
  trace('errors', 'number'),
  score('score'),
  { ...score('scoreSource', 'enum'), values: SCORE_SOURCES },
  score('scoreLabel'),
];

const BY_NAME = new Map(FIELDS.map((field) => [field.name, field]));

/** Fields that each bring a key of their own: `attr.http.route`, `score.helpfulness`. They have no type of their own. */
const KEYED = {
  'attr.': (name: string) => span(name),
  'score.': (name: string) => score(name, 'text', false),
} as const;
export type KeyPrefix = keyof typeof KEYED;
export const KEY_PREFIXES = Object.keys(KEYED) as KeyPrefix[];

/** What a keyed field is made of; undefined for any other name. */
export function keyOf(name: string): { prefix: KeyPrefix; key: string } | undefined {
  const prefix = KEY_PREFIXES.find((each) => name.startsWith(each) && name.length > each.length);
  return prefix && { prefix, key: name.slice(prefix.length) };
}

/** The field of that name; undefined when there is none. */
export function fieldNamed(name: string): Field | undefined {
  const keyed = keyOf(name);
  return keyed ? KEYED[keyed.prefix](name) : BY_NAME.get(name);
}
