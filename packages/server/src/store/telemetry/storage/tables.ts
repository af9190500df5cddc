import type { StorageKind } from '@pharos/core/storage/kinds';
import { type Division, dayOfTime, KEPT_TABLES } from '../retention/tables.ts';
import { AGENT_RUNS_TABLE, SPAN_PATCHES } from '../schema.ts';

/** Rows that take room. */
export interface StoredTable {
  table: string;
  kind: StorageKind;
  /** SQL: the number since 1970 of the day that brought a row; absent: nothing tells it. */
  day?: string;
  division?: Division;
}

/** Of what is kept as long as it is seen: when it was seen first, since what is seen again takes no more room. */
const FIRST_SEEN: Readonly<Record<string, string | undefined>> = {
  trace_index: dayOfTime('start_time'),
  error_index: dayOfTime('first_seen'),
  user_index: dayOfTime('first_seen'),
  metric_keys: undefined,
};

/** Every table that holds what projects send. */
export const STORED_TABLES: readonly StoredTable[] = [
  ...KEPT_TABLES.map(({ table, kind, time, form, division }): StoredTable => {
    const day = table in FIRST_SEEN ? FIRST_SEEN[table] : form.dayOf(time);
    return { table, kind, ...(day !== undefined && { day }), ...(division && { division }) };
  }),
  ...[SPAN_PATCHES, AGENT_RUNS_TABLE].map(
    ({ name }): StoredTable => ({ table: name, kind: 'waiting', day: dayOfTime('received_at') }),
  ),
];
