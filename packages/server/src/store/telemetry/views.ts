import { SLOT_MS } from '@pharos/core/behaviour/calendar';

/** What fills a table by itself from what is inserted into another. What it writes twice is the same as once. */
export interface View {
  name: string;
  /** The table whose rows fill another. */
  from: string;
  to: string;
  /** Of the rows of `from`, however they are named where they lie. */
  select(from: string): string;
}

const TRACE_INDEX_VIEW: View = {
  name: 'trace_index_view',
  from: 'spans',
  to: 'trace_index',
  select: (from) => `SELECT trace_id, project_id, min(spans.start_time) AS start_time,
  max(fromUnixTimestamp64Nano(toInt64(least(toUInt64(toUnixTimestamp64Nano(spans.start_time)) + duration_ns, 9223372036854775807)), 'UTC')) AS end_time,
  max(spans.start_time) AS last_start
FROM ${from} GROUP BY trace_id, project_id`,
};

/** A row for each attribute of a point or its resource, and one without: a metric need not have any. */
const METRIC_KEYS_VIEW: View = {
  name: 'metric_keys_view',
  from: 'metric_points',
  to: 'metric_keys',
  select: (
    from,
  ) => `SELECT project_id, metric, kind, temporality, monotonic, unit, key, anyLast(metric_points.description) AS description,
  max(metric_points.time) AS last_time
FROM ${from}
ARRAY JOIN arrayPushFront(arrayConcat(mapKeys(attrs), mapKeys(resource)), '') AS key
GROUP BY project_id, metric, kind, temporality, monotonic, unit, key`,
};

const ERROR_INDEX_VIEW: View = {
  name: 'error_index_view',
  from: 'spans',
  to: 'error_index',
  select: (
    from,
  ) => `SELECT project_id, error_group, min(start_time) AS first_seen, max(start_time) AS last_seen
FROM ${from} WHERE error_group != '' GROUP BY project_id, error_group`,
};

const SLOT_SECONDS = SLOT_MS / 1000;
/** Where users show that they are there: when, and in which rows. */
const SEEN_IN = [
  { table: 'spans', time: 'start_time', where: `user_id != ''` },
  { table: 'presence', time: 'at', where: `state = 'active'` },
  { table: 'events', time: 'time', where: `user_id != ''` },
];

const USER_VIEWS: readonly View[] = SEEN_IN.flatMap(({ table, time, where }) => [
  {
    name: `user_activity_of_${table}`,
    from: table,
    to: 'user_activity',
    select: (
      from: string,
    ) => `SELECT DISTINCT project_id, fromUnixTimestamp(intDiv(toUnixTimestamp(${time}), ${SLOT_SECONDS}) * ${SLOT_SECONDS}) AS slot, user_id
FROM ${from} WHERE ${where}`,
  },
  {
    name: `user_index_of_${table}`,
    from: table,
    to: 'user_index',
    select: (
      from: string,
    ) => `SELECT project_id, user_id, min(${time}) AS first_seen, max(${time}) AS last_seen
FROM ${from} WHERE ${where} GROUP BY project_id, user_id`,
  },
]);

export const VIEWS: readonly View[] = [TRACE_INDEX_VIEW, METRIC_KEYS_VIEW, ERROR_INDEX_VIEW, ...USER_VIEWS];
