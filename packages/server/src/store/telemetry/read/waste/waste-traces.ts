import type { Page } from '@pharos/core/api/common';
import type { WasteTrace, WasteTracesQuery } from '@pharos/core/api/waste';
import { type Clock, nowNs } from '@pharos/core/time';
import type { WasteKind } from '@pharos/core/waste/waste';
import { z } from 'zod';
import { ApiError } from '../../../../errors.ts';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { decimal } from '../decimal.ts';
import { readListQuery } from '../list-query.ts';
import { integer, run, sql, text, trusted } from '../sql.ts';
import { traceSummaries } from '../trace-part.ts';
import { HEAVY, HEAVY_OPTIONS } from './heavy.ts';
import { IS_CALL, judgedSpans } from './judged.ts';

interface Row {
  trace_id: string;
  kinds: WasteKind[];
  cost: string;
  calls: string;
}

/** The traces that wasted money in a range, by how much. */
export async function readWasteTraces(
  engine: Queries,
  scope: ProjectScope,
  clock: Clock,
  { kind, cursor, ...query }: WasteTracesQuery,
): Promise<Page<WasteTrace>> {
  const { limit, ...asked } = readListQuery(clock, query);
  const judged = judgedSpans(
    scope,
    { ...asked, nowNs: nowNs(clock) },
    `trace_id, cost_total, ${IS_CALL} AS is_call`,
  );
  const after = readCursor(cursor);
  const position = after
    ? sql`(sum(cost_total), trace_id) < (toDecimal128(${text(after.cost)}, 12), ${text(after.traceId)})`
    : sql`1`;
  const rows = await run<Row>(
    engine,
    sql`SELECT trace_id, arraySort(groupUniqArray(waste)) AS kinds, toString(sum(cost_total)) AS cost, countIf(is_call) AS calls
FROM (${judged}) WHERE ${kind ? sql`waste = ${text(kind)}` : trusted(`waste != ''`)}
GROUP BY trace_id HAVING ${position} ORDER BY sum(cost_total) DESC, trace_id DESC LIMIT ${integer(limit + 1)} ${HEAVY}`,
    HEAVY_OPTIONS,
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  const ids = page.map(({ trace_id }) => trace_id);
  const known = new Map(
    (ids.length === 0 ? [] : await traceSummaries(engine, scope, ids)).map((trace) => [trace.traceId, trace]),
  );
  return {
    data: page.map(({ trace_id, kinds, cost, calls }) => ({
      traceId: trace_id,
      kinds,
      wasted: decimal(cost),
      calls: Number(calls),
      trace: known.get(trace_id) ?? null,
    })),
    nextCursor: last ? writeCursor({ cost: decimal(last.cost), traceId: last.trace_id }) : null,
  };
}

/** Where a page ended. */
interface Place {
  cost: string;
  traceId: string;
}
const shape = z.tuple([z.string().regex(/^-?\d{1,20}(\.\d{1,12})?$/), z.string()]);

const writeCursor = ({ cost, traceId }: Place): string =>
  Buffer.from(JSON.stringify([cost, traceId])).toString('base64url');

/** @throws ApiError when the text is no cursor of ours. */
function readCursor(text: string | undefined): Place | undefined {
  if (text === undefined) return undefined;
  try {
    const [cost, traceId] = shape.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { cost, traceId };
  } catch {
    throw new ApiError('invalid_request', { message: 'The cursor is not one that this list gave.' });
  }
}
