import {
  ACTIVITY_KINDS,
  type Activities,
  type ActivitiesQuery,
  type ActivityKind,
  PATH_LIMITS,
  type Paths,
  type PathsRequest,
} from '@pharos/core/api/user-paths';
import type { ProjectScope } from '../../../scope.ts';
import type { Queries } from '../../driver.ts';
import {
  FINAL_WITHIN_PARTITIONS,
  integer,
  join,
  latestOf,
  run,
  type Sql,
  sql,
  text,
  trusted,
  within,
} from '../sql.ts';
import { nsOf } from './places.ts';

const OPTIONS = { timeoutMs: 30_000 };
const NS_PER_SECOND = 1_000_000_000n;
const MINUTE_NS = 60n * NS_PER_SECOND;

/** Where each kind of activity is told: what it is called, and in which rows. */
const SOURCES: readonly {
  kind: ActivityKind;
  table: 'spans' | 'events' | 'presence';
  time: string;
  name: string;
  where?: string;
  /** What the rows of the table lie in order of, where that is not the time but its minute. */
  minute?: string;
}[] = [
  { kind: 'agent', table: 'spans', time: 'start_time', name: 'agent_name', where: `kind = 'agent'` },
  {
    kind: 'tool',
    table: 'spans',
    time: 'start_time',
    name: `if(tool_name != '', tool_name, name)`,
    where: `kind = 'tool'`,
  },
  { kind: 'event', table: 'events', time: 'time', name: 'name' },
  { kind: 'page', table: 'events', time: 'time', name: 'page' },
  { kind: 'page', table: 'presence', time: 'at', name: 'page', where: `state = 'active'`, minute: 'minute' },
];

type Range = Pick<ActivitiesQuery, 'from' | 'to'>;

/** What was told in a range, of this kind, each with who did it. */
const told = (scope: ProjectScope, { from, to }: Range, kind: ActivityKind): Sql[] =>
  SOURCES.filter((source) => source.kind === kind).map(({ table, time, name, where, minute }) => {
    const range = { fromNs: nsOf(Date.parse(from)), toNs: nsOf(Date.parse(to)) };
    const rows = latestOf(
      ...([scope, table, within(trusted(time), range)] as const),
      ...(minute ? [within(trusted(minute), { ...range, fromNs: range.fromNs - MINUTE_NS })] : []),
      ...[trusted(`${name} != ''`), trusted(where ?? '1')],
    );
    return sql`SELECT user_id, session_id, toUnixTimestamp64Nano(${trusted(time)}) AS done_at, (${text(kind)}, toString(${trusted(name)})) AS node FROM ${rows}`;
  });

const PAGE_BEFORE = `lagInFrame(node.2) OVER (PARTITION BY session_id, if(session_id = '', user_id, '')
  ORDER BY done_at, node.2 ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`;

/** A page is told again and again while somebody is there: what is done is to come to it from another one, or as the first. */
const visits = (pages: readonly Sql[]): Sql =>
  sql`SELECT user_id, session_id, done_at, node FROM (
  SELECT *, ${trusted(PAGE_BEFORE)} AS page_before FROM (${join(pages, ' UNION ALL ')})
) WHERE node.2 != page_before`;

/** What was done in a range, of these kinds, each with who did it. */
const activities = (scope: ProjectScope, range: Range, kinds: readonly ActivityKind[]): Sql =>
  join(
    kinds.flatMap((kind) => {
      const rows = told(scope, range, kind);
      return kind === 'page' ? [visits(rows)] : rows;
    }),
    ' UNION ALL ',
  );

export async function listActivities(
  engine: Queries,
  scope: ProjectScope,
  query: ActivitiesQuery,
): Promise<Activities> {
  const rows = await run<{ node: [ActivityKind, string]; users: number; count: number }>(
    engine,
    sql`SELECT node, toUInt32(uniqExactIf(user_id, user_id != '')) AS users, toUInt32(count()) AS count
FROM (${activities(scope, query, ACTIVITY_KINDS)}) GROUP BY node ORDER BY count DESC, node
LIMIT ${integer(PATH_LIMITS.nodes / ACTIVITY_KINDS.length)} BY node.1 ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return { data: rows.map(({ node: [kind, name], users, count }) => ({ kind, name, users, count })) };
}

type Node = [kind: ActivityKind | 'end', name: string];

/** Where users or sessions go from a start, step by step. */
export async function readPaths(engine: Queries, scope: ProjectScope, request: PathsRequest): Promise<Paths> {
  const { start, by, steps, windowSeconds } = request;
  const kinds = start ? [...new Set([...request.kinds, start.kind])] : request.kinds;
  const subject = trusted(`${by}_id`);
  const from = start ? sql`indexOf(done.2, (${text(start.kind)}, ${text(start.name)}))` : sql`1`;
  const nodes = integer(steps + 1);
  const most = trusted(String(PATH_LIMITS.eventsEach));
  const rows = await run<{ subjects: string; links: [step: number, from: Node, to: Node, count: string][] }>(
    engine,
    sql`WITH paths AS (
  SELECT if(length(path) < ${nodes}, arrayPushBack(path, ('end', '')), path) AS path FROM (
    SELECT arraySlice(arrayCompact(arrayFilter(each -> each.1 - done[first].1 <= ${integer(BigInt(windowSeconds) * NS_PER_SECOND)}, arraySlice(done, first)).2), 1, ${nodes}) AS path FROM (
      SELECT groupArraySorted(${most})((done_at, node)) AS done, ${from} AS first
      FROM (${activities(scope, request, kinds)}) WHERE ${subject} != '' GROUP BY ${subject} HAVING first > 0
    )
  )
)
SELECT (SELECT count() FROM paths) AS subjects, groupArray((step, from, to, taken)) AS links FROM (
  SELECT toUInt8(step) AS step, path[step] AS from, path[step + 1] AS to, count() AS taken
  FROM paths ARRAY JOIN arrayEnumerate(arrayPopBack(path)) AS step
  GROUP BY step, from, to ORDER BY step, taken DESC, from, to LIMIT ${integer(PATH_LIMITS.links)} BY step
) ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  const [row] = rows;
  const nodeOf = ([kind, name]: Node) => ({ kind, name });
  return {
    subjects: Number(row?.subjects ?? 0),
    links: (row?.links ?? []).map(([step, source, target, count]) => ({
      ...{ step: step - 1, from: nodeOf(source), to: nodeOf(target), count: Number(count) },
    })),
  };
}
