import { USER_ID_NAMES } from '@pharos/core/conventions/user-ids';
import { FILLS } from '../fills.ts';
import { all, any, type Sql, sql, texts, trusted } from '../read/sql.ts';
import { ROLLUP_HOURS, ROLLUP_SUMS } from '../rollups/schema.ts';
import {
  AGENT_RUNS_TABLE,
  AGENT_STATES_TABLE,
  ERROR_INDEX,
  EVENTS_TABLE,
  LOGS,
  METRIC_KEYS,
  METRIC_POINTS,
  PAYLOADS,
  PRESENCE_TABLE,
  SCORES,
  SPAN_PATCHES,
  SPANS,
  TRACE_INDEX,
  USER_ACTIVITY,
  USER_INDEX,
} from '../schema.ts';
import { VOID_KIND } from '../void-span.ts';

export interface SpanOfTrace {
  traceId: string;
  spanId: string;
}

/** A part of what is a user's without naming them. Each list is bounded, see belongings.ts. */
export interface Portion {
  /** Sessions in which nobody else is named. */
  sessions: readonly string[];
  /** Traces in which nobody else is named. */
  traces: readonly string[];
  /** Of traces in which somebody else is named as well, the spans that are not theirs. */
  spans: readonly SpanOfTrace[];
}

/** Where something of a user may be stored in the engine, and how it is found. */
export interface Place {
  table: string;
  /** What tells things apart of which several rows may tell. */
  identity: string;
  /** Rows that name one of the ids. */
  naming?(ids: readonly string[]): Sql;
  /** Rows that belong to a portion; undefined: there are none. */
  of?(portion: Portion): Sql | undefined;
  /** Where the row stays: what is set in it. The ids are bound as {ids:Array(String)}. */
  set?: string;
  /** What it is called where a table is named twice. */
  called?: string;
  /** Its engine keeps no versions of rows, of which the newest counts. */
  plain?: true;
  /** Rows that tell nothing. */
  void?: string;
}

const named = (column: string) => (ids: readonly string[]) => sql`${trusted(column)} IN ${texts(ids)}`;

const spanKeys = (spans: Portion['spans']) => texts(spans.map((each) => `${each.traceId}\n${each.spanId}`));

/** Rows of these traces and spans. What is told of a trace as a whole is its users' together. */
const ofSpans = ({ traces, spans }: Portion): Sql | undefined => {
  const either: Sql[] = [];
  if (traces.length > 0) either.push(sql`trace_id IN ${texts(traces)}`);
  if (spans.length > 0) {
    const within = texts([...new Set(spans.map(({ traceId }) => traceId))]);
    either.push(sql`(trace_id IN ${within} AND concat(trace_id, '\\n', span_id) IN ${spanKeys(spans)})`);
  }
  return either.length > 0 ? any(either) : undefined;
};
const ofTraces = ({ traces }: Portion): Sql | undefined =>
  traces.length > 0 ? sql`trace_id IN ${texts(traces)}` : undefined;
const ofSessions = ({ sessions }: Portion): Sql | undefined =>
  sessions.length > 0 ? sql`session_id IN ${texts(sessions)}` : undefined;
const either = (...conditions: (Sql | undefined)[]): Sql | undefined => {
  const known = conditions.filter((each) => each !== undefined);
  return known.length > 0 ? any(known) : undefined;
};
const nobodyElse = (condition: Sql | undefined): Sql | undefined =>
  condition && all([sql`user_id = ''`, condition]);

/** By any of the names that conventions have for users. */
const inAttributes =
  (texted: readonly string[], numbers: readonly string[] = []) =>
  (ids: readonly string[]): Sql => {
    const wanted = texts(ids);
    const told = [
      ...texted.map((map) => sql`${trusted(map)}[name] IN ${wanted}`),
      ...numbers.map(
        (map) => sql`(mapContains(${trusted(map)}, name) AND toString(${trusted(map)}[name]) IN ${wanted})`,
      ),
    ];
    return sql`arrayExists(name -> ${any(told)}, ${texts([...USER_ID_NAMES])})`;
  };

const TOLD_USER = trusted(`JSONExtractString(told, 'userId')`);
const TOLD_SESSION = trusted(`JSONExtractString(told, 'sessionId')`);

/**
 * All that is a user's in the engine, in the order in which it goes: by spans, events and presence all else is found, so what names
 * the user goes after what only belongs to them, and spans go last (see erase.ts).
 */
export const PLACES: readonly Place[] = [
  {
    table: PAYLOADS.name,
    identity: 'trace_id, span_id',
    of: ofSpans,
  },
  {
    table: LOGS.name,
    identity: 'time, trace_id, span_id, hash',
    naming: inAttributes(['attrs', 'resource'], ['attrs_num']),
    of: ofSpans,
  },
  {
    table: SCORES.name,
    identity: 'score_id',
    naming: named('author'),
    of: (portion) =>
      either(
        ofSpans(portion),
        portion.sessions.length > 0
          ? sql`(trace_id = '' AND session_id IN ${texts(portion.sessions)})`
          : undefined,
      ),
  },
  {
    table: METRIC_POINTS.name,
    identity: 'metric, series, time',
    naming: inAttributes(['attrs', 'resource']),
  },
  {
    table: AGENT_RUNS_TABLE.name,
    identity: 'run_id',
    naming: (ids) => sql`${TOLD_USER} IN ${texts(ids)}`,
    of: ({ sessions }) =>
      sessions.length > 0 ? sql`(${TOLD_USER} = '' AND ${TOLD_SESSION} IN ${texts(sessions)})` : undefined,
  },
  {
    table: ROLLUP_SUMS,
    called: 'rollups',
    identity: 'fields, hour, as_of, user_id, session_id, model, provider, environment',
    naming: named('user_id'),
    of: (portion) => nobodyElse(ofSessions(portion)),
    set: `user_id = '', session_id = ''`,
    plain: true,
  },
  {
    table: ROLLUP_SUMS,
    called: 'rollupTags',
    identity: 'fields, hour, as_of, tags, model, provider, environment',
    naming: (ids) => sql`hasAny(tags, ${texts(ids)})`,
    set: 'tags = arrayFilter(tag -> NOT has({ids:Array(String)}, tag), tags)',
    plain: true,
  },
  { table: USER_ACTIVITY.name, identity: 'slot, user_id', naming: named('user_id') },
  { table: USER_INDEX.name, identity: 'user_id', naming: named('user_id') },
  { table: SPAN_PATCHES.name, identity: 'trace_id, span_id, time, hash', of: ofSpans },
  { table: TRACE_INDEX.name, identity: 'trace_id', of: ofTraces },
  {
    table: PRESENCE_TABLE.name,
    identity: 'minute, user_id, session_id',
    naming: named('user_id'),
    of: (portion) => nobodyElse(ofSessions(portion)),
  },
  {
    table: EVENTS_TABLE.name,
    identity: 'time, event_id',
    naming: named('user_id'),
    of: (portion) => nobodyElse(either(ofTraces(portion), ofSessions(portion))),
  },
  {
    table: SPANS.name,
    identity: 'trace_id, span_id',
    naming: named('user_id'),
    of: ofSpans,
    void: `kind = '${VOID_KIND}'`,
  },
];

/** Tables that hold nothing of a user, and why. */
export const NOTHING_OF_USERS: Readonly<Record<string, string>> = {
  [METRIC_KEYS.name]: 'names of metrics and of their attributes, no values',
  [ERROR_INDEX.name]: 'the number of a kind of error, and when it was seen first and last',
  [AGENT_STATES_TABLE.name]: 'states of agents and of their processes',
  [ROLLUP_HOURS.name]: 'which hours are summed up',
  [FILLS.name]: 'how far the upgrade of the store has come',
};
