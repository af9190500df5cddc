import { SPAN_KINDS, SPAN_STATUSES } from './span.ts';

/**
 * Every field a reader can filter by, group by or be offered values of — as data. The filter language, the API,
 * the suggestion boxes and the SQL compiler all read this table; a new field is an entry.
 */
export type FieldType = 'text' | 'enum' | 'number' | 'duration' | 'money' | 'tags';

export interface Field {
  name: string;
  type: FieldType;
  /** `span`: true of any span of the trace. `trace`: a fact of the trace as a whole. */
  level: 'span' | 'trace';
  /** May be a dimension of a Question. */
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

export const FIELDS: readonly Field[] = [
  span('name'),
  oneOf('kind', SPAN_KINDS),
  span('model'),
  span('provider'),
  oneOf('status', SPAN_STATUSES),
  span('error'),
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
  span('convention'),
  span('apiKey'),
  span('spanDuration', 'duration', false),
  span('ttft', 'duration', false),
  trace('trace', 'text'),
  trace('duration', 'duration'),
  trace('cost', 'money'),
  trace('tokens', 'number'),
  trace('spans', 'number'),
  trace('errors', 'number'),
];

const BY_NAME = new Map(FIELDS.map((field) => [field.name, field]));

/** The field of that name; any `attr.<key>` is a text field at span level; undefined when there is none. */
export function fieldNamed(name: string): Field | undefined {
  if (name.startsWith('attr.') && name.length > 5) return span(name, 'text');
  return BY_NAME.get(name);
}
