import type { Queries } from '../driver.ts';
import type { PayloadRow } from './span-row.ts';
import { integer, run, type Sql, sql, text, trusted } from './sql.ts';

/** More bytes of input, output and details are not sent in one answer: the largest are left out first. */
export const MAX_CONTENT_BYTES = 16 * 1024 * 1024;

interface Named {
  trace_id: string;
  span_id: string;
}
export interface ContentSize extends Named {
  newest: string;
  size: string;
}

export const contentKey = ({ trace_id, span_id }: Named): string => `${trace_id}\n${span_id}`;

/** Contents in order of size, then of id: the last one up to which all fit together; undefined when none does. */
export function lastThatFits(sizes: readonly (readonly [size: number, id: string])[], room: number) {
  const ordered = [...sizes].sort(([a, idA], [b, idB]) => a - b || (idA < idB ? -1 : 1));
  let sum = 0;
  const beyond = ordered.findIndex(([size]) => {
    sum += size;
    return sum > room;
  });
  return beyond === 0 ? undefined : ordered.at(beyond === -1 ? -1 : beyond - 1);
}

const SIZE = trusted('length(input) + length(output) + length(details)');

/** How much text spans have. `payloads` selects their rows among those of the project, under further conditions. */
export const sizesOf = (engine: Queries, payloads: (...where: Sql[]) => Sql): Promise<ContentSize[]> =>
  run<ContentSize>(
    engine,
    sql`SELECT trace_id, span_id, max(ver) AS newest, argMax(${SIZE}, ver) AS size FROM ${payloads()} GROUP BY trace_id, span_id`,
  );

/** How many of the first of these spans have room for all their text in one answer; at least one. */
export function fitting(spans: readonly Named[], sizes: readonly ContentSize[]): number {
  const sizeOf = new Map(sizes.map((each) => [contentKey(each), Number(each.size)]));
  let sum = 0;
  const beyond = spans.findIndex((span) => {
    sum += sizeOf.get(contentKey(span)) ?? 0;
    return sum > MAX_CONTENT_BYTES;
  });
  return beyond < 0 ? spans.length : Math.max(1, beyond);
}

/** What went into and came out of spans, by {@link contentKey}: text is read only for what the answer has room for. */
export async function contentsOf(
  engine: Queries,
  payloads: (...where: Sql[]) => Sql,
  sizes: readonly ContentSize[],
): Promise<Map<string, PayloadRow | 'omitted'>> {
  const last = lastThatFits(
    sizes.map((each) => [Number(each.size), each.span_id] as const),
    MAX_CONTENT_BYTES,
  );
  const fits = last && sql`(${SIZE}, span_id) <= (${integer(last[0])}, ${text(last[1])})`;
  const rows = fits
    ? await run<PayloadRow & { ver: string }>(
        engine,
        sql`SELECT trace_id, span_id, ver, input, output, details FROM ${payloads(fits)}`,
      )
    : [];
  const contents = new Map<string, PayloadRow | 'omitted'>(
    sizes.map((each) => [contentKey(each), 'omitted']),
  );
  const newest = new Map(sizes.map((each) => [contentKey(each), each.newest]));
  for (const row of rows) if (row.ver === newest.get(contentKey(row))) contents.set(contentKey(row), row);
  return contents;
}
