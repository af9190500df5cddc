import type { VectorFact } from '@pharos/core/retrieval/vector-call';
import { HAS_DURATION } from '../outcome.ts';
import { type Sql, sql, text, trusted } from './sql.ts';

/** How a field of core/fields.ts is read from a row of `spans`. */
export interface SpanField {
  /** The value that is compared, grouped by and suggested. */
  value: Sql;
  /** Where `contains` looks, when that is more than the value. */
  lookIn?: Sql;
  /** Whether the span has it at all. */
  present: Sql;
  /** The column that holds it and nothing else. */
  column?: string;
}

const column = (name: string): SpanField => ({
  value: trusted(name),
  present: trusted(`${name} != ''`),
  column: name,
});

/** Nanoseconds, 0 when not reported, as milliseconds. */
const nanoseconds = (name: string): SpanField => ({
  value: trusted(`${name} / 1e6`),
  present: trusted(`${name} > 0`),
});

/** Of a vector database; a fact that it did not tell is not there. */
function vectorFact(fact: VectorFact): SpanField {
  return {
    value: trusted(`db_facts['${fact}']`),
    present: trusted(`mapContains(db_facts, '${fact}')`),
  };
}

const HAS_PRICING = `counted AND priced != 'none'`;
const HAS_USAGE = 'counted AND has_usage';

const SPAN_FIELDS: Readonly<Record<string, SpanField>> = {
  name: column('name'),
  kind: column('kind'),
  model: column('model'),
  provider: column('provider'),
  status: column('status'),
  error: {
    value: trusted('error_type'),
    lookIn: trusted(`concat(error_type, '\\n', status_message)`),
    present: trusted(`status = 'error'`),
  },
  errorGroup: column('error_group'),
  user: column('user_id'),
  session: column('session_id'),
  agent: column('agent_name'),
  agentVersion: column('agent_version'),
  tool: column('tool_name'),
  prompt: column('prompt_name'),
  promptVersion: column('prompt_version'),
  environment: column('environment'),
  release: column('release'),
  service: column('service'),
  database: column('db_system'),
  collection: column('db_collection'),
  dbOperation: column('db_operation'),
  topScore: vectorFact('topScore'),
  matches: vectorFact('matches'),
  convention: column('convention'),
  apiKey: column('api_key_id'),
  trace: column('trace_id'),
  spanDuration: {
    value: trusted('duration_ns / 1e6'),
    present: trusted(`(duration_ns > 0 AND ${HAS_DURATION})`),
  },
  ttft: nanoseconds('ttft_ns'),
  spanTokens: { value: trusted('usage_total'), present: trusted('has_usage') },
  spanCost: { value: trusted('toFloat64(cost_total)'), present: trusted(`priced IN ('priced', 'client')`) },
  pricing: { value: trusted(`if(${HAS_PRICING}, toString(priced), '')`), present: trusted(HAS_PRICING) },
  usage: {
    value: trusted(`multiIf(NOT (${HAS_USAGE}), '', usage_estimated, 'estimated', 'reported')`),
    present: trusted(HAS_USAGE),
  },
};

/** The field of that name, or undefined: also for a name that every object answers to, such as `constructor`. */
export const spanField = (name: string): SpanField | undefined =>
  Object.hasOwn(SPAN_FIELDS, name) ? SPAN_FIELDS[name] : undefined;

/** The column of `spans` that holds a field and nothing else. @throws TypeError when there is none. */
export function columnOf(name: string): string {
  const column = name === 'tag' ? 'tags' : spanField(name)?.column;
  if (column === undefined) throw new TypeError(`${name} has no column of its own`);
  return column;
}

const START_NS = 'toUnixTimestamp64Nano(start_time)';

/** Facts of a group of spans (a trace, a session, a user) as aggregates over its rows. */
export const GROUP_FIELDS: Readonly<Record<string, Sql>> = {
  duration: trusted(`(max(${START_NS} + toInt64(duration_ns)) - min(${START_NS})) / 1e6`),
  cost: trusted('toFloat64(sumIf(cost_total, counted))'),
  tokens: trusted('sumIf(usage_total, counted)'),
  spans: trusted('count()'),
  errors: trusted(`countIf(status = 'error')`),
};

/** An attribute, wherever its type has put it. What a span does not say itself, its resource may. */
export interface AttributeField {
  /** Text, as people read it. */
  value: Sql;
  number: Sql;
  isNumber: Sql;
  present: Sql;
}

export function attributeField(key: string): AttributeField {
  const name = text(key);
  return storedAttribute(key, {
    value: sql`resource[${name}]`,
    present: sql`mapContains(resource, ${name})`,
  });
}

/** An attribute of a row that keeps attributes by their type, or, where it has none of that name, something in its place. */
export function storedAttribute(
  key: string,
  otherwise: { value: Sql; present: Sql } | undefined,
): AttributeField {
  const name = text(key);
  const own = sql`mapContains(attrs, ${name}) OR mapContains(attrs_num, ${name}) OR mapContains(attrs_json, ${name})`;
  return {
    value: sql`multiIf(mapContains(attrs, ${name}), attrs[${name}], mapContains(attrs_num, ${name}), toString(attrs_num[${name}]), mapContains(attrs_json, ${name}), attrs_json[${name}], ${otherwise?.value ?? sql`''`})`,
    number: sql`attrs_num[${name}]`,
    isNumber: sql`mapContains(attrs_num, ${name})`,
    present: otherwise ? sql`(${own} OR ${otherwise.present})` : sql`(${own})`,
  };
}
