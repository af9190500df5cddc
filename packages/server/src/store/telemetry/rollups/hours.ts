import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../../scope.ts';
import type { Queries } from '../driver.ts';
import { dueFills } from '../fills.ts';
import { integer, rowsOf, run, sql, trusted } from '../read/sql.ts';
import { covering } from '../windows.ts';
import { AS_OF, MARKS_VIEW, ROLLUP_HOURS } from './schema.ts';

/** An hour in which spans start, by its number since 1970. */
export interface KnownHour {
  hour: number;
  /** As of when its sums are, in microseconds of the engine's clock; undefined when spans came since. */
  asOf: number | undefined;
}

/** How a range is answered: some hours by their sums, all else by its spans. No hour is in both. */
export interface Split {
  rolled: { hour: number; asOf: number }[];
  raw: TimeRange[];
}

const HOUR_NS = 3_600_000_000_000n;
const startOf = (hour: number): bigint => BigInt(hour) * HOUR_NS;

/** The first and the last hour that a stretch of time touches. */
export const hoursOf = ({ fromNs, toNs }: TimeRange): { from: number; to: number } => ({
  from: Number(fromNs / HOUR_NS),
  to: Number((toNs - 1n) / HOUR_NS),
});

/** The hours of a range in which spans start; in all others there are none. All of them while it is not known which. */
export async function hoursIn(engine: Queries, scope: ProjectScope, range: TimeRange): Promise<KnownHour[]> {
  const { from, to } = hoursOf(range);
  const [row] = await run<{ hours: [hour: number, asOf: string, sealed: number][]; unmarked: string }>(
    engine,
    sql`SELECT groupArray((hour, as_of, sealed)) AS hours, (SELECT count() FROM (${UNMARKED})) AS unmarked FROM (
  SELECT hour, ${trusted(AS_OF)} AS as_of, max(sealed_at) > 0 AS sealed
  FROM ${rowsOf(scope, ROLLUP_HOURS.name, sql`hour >= ${integer(from)} AND hour <= ${integer(to)}`)}
  GROUP BY hour ORDER BY hour)`,
  );
  const isMarked = Number(row?.unmarked) === 0;
  const known = (row?.hours ?? []).filter(([, , sealed]) => isMarked || sealed === 1);
  const asOf = new Map(known.map(([hour, asOf]) => [hour, Number(asOf) || undefined]));
  const hours = isMarked ? [...asOf.keys()] : Array.from({ length: to - from + 1 }, (_, i) => from + i);
  return hours.map((hour) => ({ hour, asOf: asOf.get(hour) }));
}

/** A row until hours of spans that were stored before there were marks are marked. */
const UNMARKED = trusted(dueFills(`view = '${MARKS_VIEW.name}'`));

/** The same of several ranges, which follow each other. */
export function splitAll(ranges: readonly TimeRange[], hours: readonly KnownHour[]): Split {
  const splits = ranges.map((range) => splitRange(range, hours));
  return { rolled: splits.flatMap(({ rolled }) => rolled), raw: splits.flatMap(({ raw }) => raw) };
}

/** Hours that lie whole in the range and are rolled up, and the fewest stretches of it that hold the spans of the others. */
export function splitRange({ fromNs, toNs }: TimeRange, known: readonly KnownHour[]): Split {
  const hours = known.filter(({ hour }) => startOf(hour + 1) > fromNs && startOf(hour) < toNs);
  const isWhole = (hour: number) => startOf(hour) >= fromNs && startOf(hour + 1) <= toNs;
  const windows = covering(
    hours
      .filter(({ hour, asOf }) => asOf === undefined || !isWhole(hour))
      .map(({ hour }) => ({
        from: startOf(hour) > fromNs ? startOf(hour) : fromNs,
        to: (startOf(hour + 1) < toNs ? startOf(hour + 1) : toNs) - 1n,
      })),
  );
  const rolled = hours.flatMap(({ hour, asOf }) =>
    asOf !== undefined &&
    isWhole(hour) &&
    !windows.some(({ from, to }) => startOf(hour) >= from && startOf(hour) <= to)
      ? [{ hour, asOf }]
      : [],
  );
  return { rolled, raw: windows.map(({ from, to }) => ({ fromNs: from, toNs: to + 1n })) };
}
