import type { Row } from '../../transfer/list.ts';
import { isRow, pick, structured } from '../rows.ts';

const SPAN = [
  'name',
  'context',
  'span_kind',
  'parent_id',
  'start_time',
  'end_time',
  'status_code',
  'status_message',
  'attributes',
  'events',
];

/** A span of Phoenix's API in the form that its clients send. */
export const spanBody = (row: Row): Row => pick(row, SPAN);

const momentOf = (value: unknown): unknown =>
  typeof value === 'number' ? new Date(value).toISOString() : value;

/** A data frame has a column for everything that a span nests: `context.span_id`, `attributes.llm.model_name`. */
export function spanOfExport(row: Row): Row {
  const nested = (group: string): Row | undefined => {
    const start = `${group}.`;
    const columns = Object.entries(row).filter(
      ([key, value]) => key.startsWith(start) && value !== null && value !== '',
    );
    if (columns.length === 0) return undefined;
    return Object.fromEntries(columns.map(([key, value]) => [key.slice(start.length), structured(value)]));
  };
  const events = structured(row.events);
  return spanBody({
    ...row,
    context: isRow(row.context) ? row.context : nested('context'),
    attributes: structured(row.attributes) ?? nested('attributes'),
    events: Array.isArray(events)
      ? events.filter(isRow).map((event) => ({ ...event, timestamp: momentOf(event.timestamp) }))
      : undefined,
    start_time: momentOf(row.start_time),
    end_time: momentOf(row.end_time),
  });
}
