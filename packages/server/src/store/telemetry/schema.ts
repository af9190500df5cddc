import { type Column, TIME } from './columns.ts';
import { HAS_ENDED } from './outcome.ts';
import { POINT_COLUMNS } from './point-columns.ts';
import {
  AGENT_RUN_COLUMNS,
  AGENT_STATE_COLUMNS,
  EVENT_COLUMNS,
  LOG_COLUMNS,
  PATCH_COLUMNS,
  PAYLOAD_COLUMNS,
  PRESENCE_COLUMNS,
  SCORE_COLUMNS,
} from './record-columns.ts';
import { SPAN_COLUMNS } from './span-columns.ts';

/** What DDL has to know of a column. */
export type Declared = Pick<Column<never>, 'name' | 'type' | 'codec'> & { default?: string };

export interface Table {
  name: string;
  /** The columns that are written, in the order of the encoded row. */
  columns: readonly Declared[];
  /** Columns the engine fills by itself. */
  derived?: readonly Declared[];
  indexes?: readonly string[];
  engine: string;
  partitionBy?: string;
  orderBy: string;
  /** Of a cluster: columns whose values say on which shard a row lies. What has one identity has one place. */
  shardBy: string;
  ttl?: string;
  settings?: Readonly<Record<string, number>>;
}

/**
 * Every insert is on disk before it is acknowledged; fresh parts are one file each, which halves that cost. What has
 * been merged has a file a column, so that a chart reads only the columns it needs.
 */
export const DURABLE = {
  fsync_after_insert: 1,
  fsync_part_directory: 1,
  min_rows_for_wide_part: 50_000,
  min_bytes_for_wide_part: 10 << 20,
};

const REPLACING = 'ReplacingMergeTree(ver)';
const AGGREGATING = 'AggregatingMergeTree';

const bloom = (name: string, expression: string, falsePositives: number) =>
  `INDEX ${name} ${expression} TYPE bloom_filter(${falsePositives}) GRANULARITY 1`;

export const SPANS: Table = {
  name: 'spans',
  columns: SPAN_COLUMNS,
  derived: [
    {
      name: 'received_at',
      type: "DateTime64(3, 'UTC')",
      default: "ALIAS fromUnixTimestamp64Milli(toInt64(intDiv(ver, 1000000)), 'UTC')",
    },
    { name: 'ended', type: 'UInt8', default: `DEFAULT ${HAS_ENDED}`, codec: 'ZSTD(1)' },
  ],
  indexes: [
    bloom('by_trace', 'trace_id', 0.001),
    bloom('by_span', 'span_id', 0.001),
    bloom('by_user', 'user_id', 0.01),
    bloom('by_session', 'session_id', 0.01),
    bloom('by_attribute', 'mapValues(attrs)', 0.01),
  ],
  engine: REPLACING,
  partitionBy: 'toDate(start_time)',
  orderBy: 'project_id, start_time, trace_id, span_id',
  shardBy: 'project_id, trace_id',
};

/**
 * Text of a session lies together: what each call repeats of the calls before it is compressed away, so that storage grows with what is
 * new. A span whose session is told later has its text in two places, of which the newer counts.
 */
export const PAYLOADS: Table = {
  name: 'payloads',
  columns: PAYLOAD_COLUMNS,
  indexes: [bloom('by_trace', 'trace_id', 0.001)],
  engine: REPLACING,
  partitionBy: 'day',
  orderBy: 'project_id, session_id, trace_id, span_id',
  shardBy: 'project_id, trace_id',
  settings: { index_granularity: 256 },
};

/** Finds any part of a word in any language; costs most of the time of an insert, so it can be switched off. */
export const TEXT_INDEXES: readonly { name: string; definition: string }[] = ['input', 'output'].map(
  (column) => ({
    name: `words_of_${column}`,
    definition: `lower(${column}) TYPE text(tokenizer = ngrams(2))`,
  }),
);

export const LOGS: Table = {
  name: 'logs',
  columns: LOG_COLUMNS,
  derived: [
    {
      name: 'hash',
      type: 'UInt64',
      default:
        'MATERIALIZED cityHash64(severity_number, severity, event_name, body, attrs, attrs_num, attrs_json, scope, service)',
      codec: 'ZSTD(1)',
    },
  ],
  indexes: [bloom('by_trace', 'trace_id', 0.001)],
  engine: REPLACING,
  partitionBy: 'toDate(time)',
  orderBy: 'project_id, time, trace_id, span_id, hash',
  shardBy: 'project_id, trace_id, span_id',
};

export const SCORES: Table = {
  name: 'scores',
  columns: SCORE_COLUMNS,
  indexes: [
    bloom('by_trace', 'trace_id', 0.001),
    bloom('by_span', 'span_id', 0.001),
    bloom('by_session', 'session_id', 0.01),
  ],
  engine: REPLACING,
  orderBy: 'project_id, score_id',
  shardBy: 'project_id, score_id',
};

/** What was measured, sorted so that the points of a series lie together. A point sent again replaces itself. */
export const METRIC_POINTS: Table = {
  name: 'metric_points',
  columns: POINT_COLUMNS,
  derived: [
    {
      name: 'series',
      type: 'UInt64',
      default: 'MATERIALIZED cityHash64(kind, temporality, monotonic, unit, scope, attrs, resource)',
      codec: 'ZSTD(1)',
    },
  ],
  engine: REPLACING,
  partitionBy: 'toDate(time)',
  orderBy: 'project_id, metric, series, time',
  shardBy: 'project_id, metric, attrs',
};

/** Which metrics there are, and what each is told apart by. Only aggregates that duplicates cannot change. */
export const METRIC_KEYS: Table = {
  name: 'metric_keys',
  columns: [
    { name: 'project_id', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'metric', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'kind', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'temporality', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'monotonic', type: 'UInt8', codec: 'ZSTD(1)' },
    { name: 'unit', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'key', type: 'String', codec: 'ZSTD(1)' },
    { name: 'description', type: 'SimpleAggregateFunction(anyLast, String)', codec: 'ZSTD(1)' },
    { name: 'last_time', type: `SimpleAggregateFunction(max, ${TIME})`, codec: 'ZSTD(1)' },
  ],
  engine: AGGREGATING,
  orderBy: 'project_id, metric, kind, temporality, monotonic, unit, key',
  shardBy: 'project_id, metric',
  settings: { index_granularity: 1024 },
};

/** Facts waiting for their span, or kept to be folded again when an older version of it is resent. */
export const SPAN_PATCHES: Table = {
  name: 'span_patches',
  columns: PATCH_COLUMNS,
  derived: [
    { name: 'hash', type: 'UInt64', default: 'MATERIALIZED cityHash64(patch)' },
    { name: 'received_at', type: "DateTime('UTC')", default: 'MATERIALIZED now()' },
  ],
  engine: 'ReplacingMergeTree',
  orderBy: 'project_id, trace_id, span_id, time, hash',
  shardBy: 'project_id, trace_id',
  ttl: 'received_at + INTERVAL 30 DAY',
};

/** When and whose a trace is, found by its id alone. Only aggregates that duplicates cannot change. */
export const TRACE_INDEX: Table = {
  name: 'trace_index',
  columns: [
    { name: 'trace_id', type: 'String', codec: 'ZSTD(1)' },
    { name: 'project_id', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'start_time', type: `SimpleAggregateFunction(min, ${TIME})`, codec: 'ZSTD(1)' },
    { name: 'end_time', type: `SimpleAggregateFunction(max, ${TIME})`, codec: 'ZSTD(1)' },
    { name: 'last_start', type: `SimpleAggregateFunction(max, ${TIME})`, codec: 'ZSTD(1)' },
  ],
  engine: AGGREGATING,
  orderBy: 'trace_id, project_id',
  shardBy: 'project_id, trace_id',
  settings: { index_granularity: 1024 },
};

/** When agents and their instances changed state, and why. */
export const AGENT_STATES_TABLE: Table = {
  name: 'agent_states',
  columns: AGENT_STATE_COLUMNS,
  engine: REPLACING,
  partitionBy: 'toYYYYMM(at)',
  orderBy: 'project_id, agent, instance, at',
  shardBy: 'project_id, agent',
};

/** When an error was seen for the first and the last time. Only aggregates that duplicates cannot change. */
export const ERROR_INDEX: Table = {
  name: 'error_index',
  columns: [
    { name: 'project_id', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'error_group', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'first_seen', type: `SimpleAggregateFunction(min, ${TIME})`, codec: 'ZSTD(1)' },
    { name: 'last_seen', type: `SimpleAggregateFunction(max, ${TIME})`, codec: 'ZSTD(1)' },
  ],
  engine: AGGREGATING,
  orderBy: 'project_id, error_group',
  shardBy: 'project_id, error_group',
};

/** Who was there in each minute, as was told last of it. */
export const PRESENCE_TABLE: Table = {
  name: 'presence',
  columns: PRESENCE_COLUMNS,
  engine: REPLACING,
  partitionBy: 'toDate(minute)',
  orderBy: 'project_id, minute, user_id, session_id',
  shardBy: 'project_id, user_id',
};

/** What users did, as applications name it. Its id and its time tell an event apart: sent again it replaces itself. */
export const EVENTS_TABLE: Table = {
  name: 'events',
  columns: EVENT_COLUMNS,
  indexes: [bloom('by_user', 'user_id', 0.01), bloom('by_session', 'session_id', 0.01)],
  engine: REPLACING,
  partitionBy: 'toDate(time)',
  orderBy: 'project_id, time, event_id',
  shardBy: 'project_id, event_id',
};

/** In which quarters of an hour users were active. A row says the same however often it is written. */
export const USER_ACTIVITY: Table = {
  name: 'user_activity',
  columns: [
    { name: 'project_id', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'slot', type: "DateTime('UTC')", codec: 'Delta(4), ZSTD(1)' },
    { name: 'user_id', type: 'String', codec: 'ZSTD(1)' },
  ],
  engine: 'ReplacingMergeTree',
  partitionBy: 'toYYYYMM(slot)',
  orderBy: 'project_id, slot, user_id',
  shardBy: 'project_id, user_id',
};

/** When a user was seen for the first and the last time. Only aggregates that duplicates cannot change. */
export const USER_INDEX: Table = {
  name: 'user_index',
  columns: [
    { name: 'project_id', type: 'LowCardinality(String)', codec: 'ZSTD(1)' },
    { name: 'user_id', type: 'String', codec: 'ZSTD(1)' },
    { name: 'first_seen', type: `SimpleAggregateFunction(min, ${TIME})`, codec: 'ZSTD(1)' },
    { name: 'last_seen', type: `SimpleAggregateFunction(max, ${TIME})`, codec: 'ZSTD(1)' },
  ],
  engine: AGGREGATING,
  orderBy: 'project_id, user_id',
  shardBy: 'project_id, user_id',
};

/** Runs in flight, for those who begin after a start. */
export const AGENT_RUNS_TABLE: Table = {
  name: 'agent_runs',
  columns: AGENT_RUN_COLUMNS,
  derived: [{ name: 'received_at', type: "DateTime('UTC')", default: 'MATERIALIZED now()' }],
  engine: REPLACING,
  orderBy: 'project_id, run_id',
  shardBy: 'project_id, run_id',
  ttl: 'received_at + INTERVAL 2 DAY',
};

export const TABLES: readonly Table[] = [
  SPANS,
  PAYLOADS,
  LOGS,
  SCORES,
  METRIC_POINTS,
  METRIC_KEYS,
  SPAN_PATCHES,
  TRACE_INDEX,
  ERROR_INDEX,
  AGENT_STATES_TABLE,
  AGENT_RUNS_TABLE,
  PRESENCE_TABLE,
  EVENTS_TABLE,
  USER_ACTIVITY,
  USER_INDEX,
];
