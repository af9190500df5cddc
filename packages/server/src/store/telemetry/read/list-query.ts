import type { ListQuery } from '@pharos/core/api/common';
import type { Filter } from '@pharos/core/filter';
import { parseFilterText } from '@pharos/core/filter-text';
import { type Clock, nowNs, type TimeRange } from '@pharos/core/time';
import { ApiError } from '../../../errors.ts';
import { type Cursor, readCursor } from './cursor.ts';
import { instant } from './instant.ts';
import type { Sql } from './sql.ts';

const DAY_NS = 86_400_000_000_000n;
const DEFAULT_RANGE_NS = 7n * DAY_NS;

/** A list's query as the store understands it. */
export interface ListRequest {
  range: TimeRange;
  filters: Filter[];
  search: string;
  cursor: Cursor | undefined;
  limit: number;
  /** A query for the ids that may be listed; undefined: all. */
  among?: Sql | undefined;
}

/**
 * The range of a query; without a start the seven days before its end or now, without an end up to a day from now, so that
 * spans of clocks that run ahead are seen.
 */
export function rangeOf(clock: Clock, from: string | undefined, to: string | undefined): TimeRange {
  const now = nowNs(clock);
  const toNs = to === undefined ? now + DAY_NS : instant(to);
  const fromNs = from === undefined ? (to === undefined ? now : toNs) - DEFAULT_RANGE_NS : instant(from);
  if (fromNs >= toNs) throw new ApiError('invalid_request', { message: '`from` must be before `to`.' });
  return { fromNs, toNs };
}

/** @throws ApiError naming what is wrong with the filter text, and where. */
export function readListQuery(clock: Clock, query: ListQuery): ListRequest {
  const { filters, search, errors } = parseFilterText(query.filter);
  const [first] = errors;
  if (first) throw new ApiError('invalid_request', { message: first.message, details: { filter: errors } });
  return {
    range: rangeOf(clock, query.from, query.to),
    filters,
    search,
    cursor: readCursor(query.cursor),
    limit: query.limit,
  };
}
