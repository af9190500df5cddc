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
  unsigned,
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

/** At one moment the kinds come in this order. */
const IN_ORDER: readonly ActivityKind[] = [...ACTIVITY_KINDS].sort();
const NAME_BITS = 60;

/**
 * What is done as one number, of its kind and what it is called: an array of numbers is sorted and compared ten times as fast as one of
 * names. Of a million names two would be taken for one in one of two million projects.
 */
const numberOf = (kind: ActivityKind, name: Sql): Sql => {
  const place = trusted(`bitShiftLeft(toUInt64(${IN_ORDER.indexOf(kind)}), ${NAME_BITS})`);
  return sql`bitOr(${place}, bitShiftRight(cityHash64(${name}), ${trusted(String(64 - NAME_BITS))}))`;
};
/** No activity has it. */
const END = trusted('toUInt64(18446744073709551615)');

/** What was told in a range, of this kind, each with who did it. */
const told = (scope: ProjectScope, { from, to }: Range, kind: ActivityKind): Sql[] =>
  SOURCES.filter((source) => source.kind === kind).map(({ table, time, name, where, minute }) => {
    const range = { fromNs: nsOf(Date.parse(from)), toNs: nsOf(Date.parse(to)) };
    const rows = latestOf(
      ...([scope, table, within(trusted(time), range)] as const),
      ...(minute ? [within(trusted(minute), { ...range, fromNs: range.fromNs - MINUTE_NS })] : []),
      ...[trusted(`${name} != ''`), trusted(where ?? '1')],
    );
    return sql`SELECT user_id, session_id, toUnixTimestamp64Nano(${trusted(time)}) AS done_at, ${text(kind)} AS activity_kind,
    toString(${trusted(name)}) AS activity_name, ${numberOf(kind, trusted('activity_name'))} AS activity FROM ${rows}`;
  });

const PAGE_BEFORE = `lagInFrame(activity) OVER (PARTITION BY session_id, if(session_id = '', user_id, '')
  ORDER BY done_at, activity ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`;

/** A page is told again and again while somebody is there: what is done is to come to it from another one, or as the first. */
const visits = (pages: readonly Sql[]): Sql =>
  sql`SELECT user_id, session_id, done_at, activity_kind, activity_name, activity FROM (
  SELECT *, ${trusted(PAGE_BEFORE)} AS page_before FROM (${join(pages, ' UNION ALL ')})
) WHERE activity != page_before`;

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
  const rows = await run<Activities['data'][number]>(
    engine,
    sql`SELECT activity_kind AS kind, activity_name AS name, toUInt32(uniqExactIf(user_id, user_id != '')) AS users, toUInt32(count()) AS count
FROM (${activities(scope, query, ACTIVITY_KINDS)}) GROUP BY kind, name ORDER BY count DESC, kind, name
LIMIT ${integer(PATH_LIMITS.nodes / ACTIVITY_KINDS.length)} BY kind ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return { data: rows };
}

interface Taken {
  step: number;
  from: string;
  to: string;
  count: string;
  /** Of all, whatever they took. */
  subjects: string;
}

/** Where users or sessions go from a start, step by step. */
export async function readPaths(engine: Queries, scope: ProjectScope, request: PathsRequest): Promise<Paths> {
  const kinds = request.start ? [...new Set([...request.kinds, request.start.kind])] : request.kinds;
  const taken = await run<Taken>(engine, takenSql(scope, request, kinds), OPTIONS);
  const nodes = await nodesOf(engine, scope, request, kinds, taken);
  const nodeOf = (activity: string): Node => nodes.get(activity) ?? { kind: 'end', name: '' };
  return {
    subjects: Number(taken[0]?.subjects ?? 0),
    links: taken.map(({ step, from, to, count }) => ({
      ...{ step: step - 1, from: nodeOf(from), to: nodeOf(to), count: Number(count) },
    })),
  };
}

/**
 * What was taken at each step, the most frequent first. Time and activity of what each did are one number, so that they are put in
 * order as plain numbers. Everybody who has a path takes its first step once.
 */
function takenSql(
  scope: ProjectScope,
  { start, by, steps, windowSeconds, ...range }: PathsRequest,
  kinds: readonly ActivityKind[],
): Sql {
  const subject = trusted(`${by}_id`);
  const first = start
    ? sql`indexOf(arrayMap(each -> toUInt64(each), done), ${numberOf(start.kind, sql`${text(start.name)}`)})`
    : sql`1`;
  const nodes = integer(steps + 1);
  const most = trusted(String(PATH_LIMITS.eventsEach));
  const window = integer(BigInt(windowSeconds) * NS_PER_SECOND);
  return sql`SELECT *, sumIf(count, step = 1) OVER () AS subjects FROM (
  SELECT toUInt8(nth) AS step, path[nth] AS from, path[nth + 1] AS to, count() AS count FROM (
    SELECT if(length(way) < ${nodes}, arrayPushBack(way, ${END}), way) AS path FROM (
      SELECT arraySlice(done, first) AS since, toInt64(bitShiftRight(since[1], 64)) AS began,
        arrayFilter(each -> toInt64(bitShiftRight(each, 64)) - began <= ${window}, since) AS in_time,
        arraySlice(arrayCompact(arrayMap(each -> toUInt64(each), in_time)), 1, ${nodes}) AS way FROM (
        SELECT groupArraySorted(${most})(bitOr(bitShiftLeft(toUInt128(done_at), 64), toUInt128(activity))) AS done, ${first} AS first
        FROM (${activities(scope, range, kinds)}) WHERE ${subject} != '' GROUP BY ${subject} HAVING first > 0
      )
    )
  ) ARRAY JOIN arrayEnumerate(arrayPopBack(path)) AS nth GROUP BY step, from, to
) ORDER BY step, count DESC, from, to LIMIT ${integer(PATH_LIMITS.links)} BY step ${FINAL_WITHIN_PARTITIONS}`;
}

type Node = Paths['links'][number]['from'];

/** What the activities that were taken are called. */
async function nodesOf(
  engine: Queries,
  scope: ProjectScope,
  range: Range,
  kinds: readonly ActivityKind[],
  taken: readonly Taken[],
): Promise<Map<string, Node>> {
  if (taken.length === 0) return new Map();
  const named = [...new Set(taken.flatMap(({ from, to }) => [from, to]))].map(BigInt);
  const rows = join(
    kinds.flatMap((kind) => told(scope, range, kind)),
    ' UNION ALL ',
  );
  const found = await run<{ activity: string } & Node>(
    engine,
    sql`SELECT activity, any(activity_kind) AS kind, any(activity_name) AS name FROM (${rows})
WHERE activity IN (${join(
      named.map((each) => sql`${unsigned(each)}`),
      ', ',
    )}) GROUP BY activity ${FINAL_WITHIN_PARTITIONS}`,
    OPTIONS,
  );
  return new Map(found.map(({ activity, kind, name }) => [activity, { kind, name }]));
}
