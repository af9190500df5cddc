import type { RetentionKind } from '@pharos/core/retention/kinds';
import { ROLLUP_HOURS, ROLLUP_SUMS } from '../rollups/schema.ts';

/** How a table is divided: the first day behind a partition, of which the engine tells the id. */
export interface Division {
  /** By its number since 1970. */
  endOf(partition: string): number;
  /** Of one day each. */
  daily?: true;
}

const DAY_MS = 86_400_000;
const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);

const BY_DAY: Division = {
  endOf: (id) => dayOf(Date.UTC(+id.slice(0, 4), +id.slice(4, 6) - 1, +id.slice(6) + 1)),
  daily: true,
};
const BY_MONTH: Division = {
  endOf: (id) => dayOf(Date.UTC(+id.slice(0, 4), +id.slice(4), 1)),
};
/** Of the hours that rollups are about. */
const BY_THIRTY_DAYS: Division = {
  endOf: (id) => (Number(id) + 1) * 30,
};

/** How a column tells when something happened. */
export interface TimeForm {
  /** Whether it is before a day, by its number since 1970. */
  before(column: string, day: number): string;
  /** That number. */
  dayOf(column: string): string;
  /** That day, as the engine's own type. */
  day(column: string): string;
}
/** Of a column of times: the number since 1970 of its day. */
export const dayOfTime = (column: string): string => `toUInt32(toDate(${column}))`;
const MOMENT: TimeForm = {
  before: (column, day) => `${column} < fromUnixTimestamp(${day * 86_400})`,
  dayOf: dayOfTime,
  day: (column) => `toDate(${column})`,
};
const DATE: TimeForm = {
  before: (column, day) => `${column} < toDate(${day})`,
  dayOf: dayOfTime,
  day: (column) => column,
};
/** The number of an hour since 1970. */
export const HOUR: TimeForm = {
  before: (column, day) => `${column} < ${day * 24}`,
  dayOf: (column) => `intDiv(${column}, 24)`,
  day: (column) => `toDate(intDiv(${column}, 24))`,
};

/** Rows that are kept for a time. */
export interface KeptTable {
  table: string;
  kind: RetentionKind;
  /** The column that says when. */
  time: string;
  form: TimeForm;
  division?: Division;
  /**
   * The column that says what the rows are of. They tell together since when there is something, so they end together, with the last of them: otherwise what
   * has been there for years would look new.
   */
  subject?: string;
}

const kept = (
  kind: RetentionKind,
  table: string,
  time: string,
  how: Partial<Pick<KeptTable, 'form' | 'division' | 'subject'>> = {},
): KeptTable => ({ kind, table, time, form: MOMENT, ...how });

/** Every table that holds what is told from outside, but runs in flight and patches, which last for days (see schema.ts). */
export const KEPT_TABLES: readonly KeptTable[] = [
  kept('payloads', 'payloads', 'day', { form: DATE, division: BY_DAY }),
  kept('spans', 'spans', 'start_time', { division: BY_DAY }),
  kept('spans', 'trace_index', 'last_start'),
  kept('spans', 'error_index', 'last_seen', { subject: 'error_group' }),
  kept('logs', 'logs', 'time', { division: BY_DAY }),
  kept('scores', 'scores', 'time'),
  kept('metrics', 'metric_points', 'time', { division: BY_DAY }),
  kept('metrics', 'metric_keys', 'last_time'),
  kept('events', 'events', 'time', { division: BY_DAY }),
  kept('presence', 'presence', 'minute', { division: BY_DAY }),
  kept('presence', 'agent_states', 'at', { division: BY_MONTH }),
  kept('users', 'user_activity', 'slot', { division: BY_MONTH }),
  kept('users', 'user_index', 'last_seen', { subject: 'user_id' }),
  kept('rollups', ROLLUP_SUMS, 'hour', { form: HOUR, division: BY_THIRTY_DAYS }),
  kept('rollups', ROLLUP_HOURS.name, 'hour', { form: HOUR }),
];
