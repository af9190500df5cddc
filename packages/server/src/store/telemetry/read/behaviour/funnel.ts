import {
  FUNNEL_LIMITS,
  type Funnel,
  type FunnelRequest,
  type FunnelUsers,
  type FunnelUsersRequest,
} from '@pharos/core/api/funnels';
import { isoFromNs } from '@pharos/core/time';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import { FINAL_WITHIN_PARTITIONS, integer, join, run, sql, trusted } from '../sql.ts';
import { funnelSql } from './funnel-sql.ts';

const OPTIONS = { timeoutMs: 30_000 };
const NS_PER_MS = 1e6;

interface Row {
  /** Of all, or of one value of the breakdown. */
  group: [of: 0 | 1, value: string];
  reached: number[];
  medians: (number | null)[];
  total: number | null;
  cut: string;
}

/** How many came how far, and how long it took. */
export async function readFunnel(
  engine: Queries,
  scope: ProjectScope,
  request: FunnelRequest,
): Promise<Funnel> {
  const count = request.steps.length;
  const median = (last: number, first: number) =>
    trusted(`quantileExactIf(0.5)(times[${last}] - times[${first}], level >= ${last})`);
  const medians = Array.from({ length: count - 1 }, (_, n) => median(n + 2, n + 1));
  const groups = request.breakdown === undefined ? "[(0, '')]" : `[(0, ''), (1, value)]`;
  const rows = await run<Row>(
    engine,
    sql`SELECT group, arrayMap(sum -> toUInt32(sum), sumForEach(arrayMap(step -> toUInt8(level >= step), range(1, toUInt16(${integer(count + 1)}))))) AS reached,
  [${join(medians, ', ')}] AS medians, ${median(count, 1)} AS total, countIf(cut) AS cut
FROM (${funnelSql(scope, request)}) ARRAY JOIN ${trusted(groups)} AS group
GROUP BY group ORDER BY group.1, reached[1] DESC, group.2 LIMIT ${integer(FUNNEL_LIMITS.groups + 1)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  const [all, ...values] = rows;
  return {
    ...cameOf(all, count),
    groups:
      request.breakdown === undefined
        ? null
        : values.map((row) => ({ ...cameOf(row, count), value: row.group[1] })),
    cut: Number(all?.cut ?? 0),
  };
}

function cameOf(row: Row | undefined, count: number) {
  const reached = row?.reached ?? new Array<number>(count).fill(0);
  const ms = (ns: number | null | undefined, step: number): number | null =>
    (reached[step] ?? 0) === 0 ? null : Number(ns) / NS_PER_MS;
  return {
    reached,
    medianMs: Array.from({ length: count - 1 }, (_, n) => ms(row?.medians[n], n + 1)),
    totalMedianMs: ms(row?.total, count - 1),
  };
}

/** Who came so far, or no further than that; those who came there last first. */
export async function funnelUsers(
  engine: Queries,
  scope: ProjectScope,
  { step, outcome, limit, ...request }: FunnelUsersRequest,
): Promise<FunnelUsers> {
  const level = integer(step + 1);
  const who = outcome === 'dropped' ? sql`level = ${level}` : sql`level >= ${level}`;
  const rows = await run<{ id: string; times: string[]; total: string }>(
    engine,
    sql`SELECT subject AS id, times, count() OVER () AS total FROM (${funnelSql(scope, request)})
WHERE ${who} ORDER BY times[-1] DESC, id LIMIT ${integer(limit)} ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return {
    data: rows.map(({ id, times }) => ({ id, steps: times.map((ns) => isoFromNs(BigInt(ns))) })),
    total: Number(rows[0]?.total ?? 0),
  };
}
