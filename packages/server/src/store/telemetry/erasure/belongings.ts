import { factsOfParked, type ParkedRow, parkedBySpan } from '../parked.ts';
import { type Sql, sql, text, texts, trusted } from '../read/sql.ts';
import { EVENTS_TABLE, PRESENCE_TABLE, SPAN_PATCHES, SPANS } from '../schema.ts';
import type { Portion, SpanOfTrace } from './places.ts';

/** A user of a project, by all ids under which they may be stored. */
export interface Whose {
  project: string;
  ids: readonly string[];
}

/** What looks something up. */
export type Find = <Row>(statement: Sql) => Promise<Row[]>;

/** What is looked for, and how. */
export interface Search {
  whose: Whose;
  find: Find;
  /** Ids that one statement names. */
  most: number;
}

export const MOST = 20_000;
/** A deletion is written down as a whole by each server. */
const MOST_CHARS = 600_000;
/** Parked facts that are looked at, of those in which the id stands. */
const MOST_PARKED = 100_000;

const rowsIn = ({ project }: Whose, table: string, ...where: Sql[]): Sql =>
  where.reduce(
    (left, each) => sql`${left} AND ${each}`,
    sql`${trusted(table)} WHERE project_id = ${text(project)}`,
  );

/**
 * What is a user's without naming them, in portions as large as one statement takes: of most users it is one. The same is found again as
 * long as the spans, events, presence and parked facts are there that name the user.
 */
export async function* portionsOf(search: Search): AsyncGenerator<Portion, undefined> {
  let gathered = new Gathered(search.most);
  for await (const piece of piecesOf(search)) {
    if (!gathered.hasRoomFor(piece)) {
      yield gathered.portion;
      gathered = new Gathered(search.most);
    }
    gathered.add(piece);
  }
  if (gathered.size > 0) yield gathered.portion;
  return undefined;
}

type Piece = { session: string } | { trace: string } | { span: SpanOfTrace };

const charsOf = (piece: Piece): number => {
  if ('session' in piece) return piece.session.length;
  return 'trace' in piece ? piece.trace.length : 2 * piece.span.traceId.length + piece.span.spanId.length;
};

class Gathered {
  readonly portion = { sessions: [] as string[], traces: [] as string[], spans: [] as SpanOfTrace[] };
  readonly #most: number;
  size = 0;
  #chars = 0;

  constructor(most: number) {
    this.#most = most;
  }

  hasRoomFor(piece: Piece): boolean {
    return this.size === 0 || (this.size < this.#most && this.#chars + charsOf(piece) <= MOST_CHARS);
  }

  add(piece: Piece): void {
    this.size += 1;
    this.#chars += charsOf(piece);
    const { sessions, traces, spans } = this.portion;
    if ('session' in piece) sessions.push(piece.session);
    else if ('trace' in piece) traces.push(piece.trace);
    else spans.push(piece.span);
  }
}

/** Sessions first, then traces. */
async function* piecesOf(search: Search): AsyncGenerator<Piece> {
  for await (const sessions of ownSessions(search)) {
    for (const session of sessions) yield { session };
    for await (const traces of unnamedTraces(search, sessions)) for (const trace of traces) yield { trace };
  }
  const parked = await parkedFacts(search);
  for await (const traces of namingTraces(search)) yield* sharedOut(search, traces, parked);
  for (const traces of await alsoParked(search, parked)) yield* sharedOut(search, traces, parked);
}

/** Pages of ids that rise. */
async function* pages(most: number, page: (after: string) => Promise<string[]>): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const found = await page(after);
    if (found.length > 0) yield found;
    if (found.length < most) return;
    after = found.at(-1) ?? '';
  }
}

/** Sessions in which the user is named and nobody else. */
function ownSessions({ find, whose, most }: Search): AsyncGenerator<string[]> {
  const tables = [SPANS.name, EVENTS_TABLE.name, PRESENCE_TABLE.name];
  const ids = texts(whose.ids);
  const told = (select: Sql, ...where: Sql[]) =>
    tables
      .map((table) => sql`SELECT ${select} FROM ${rowsIn(whose, table, sql`session_id != ''`, ...where)}`)
      .reduce((left, each) => sql`${left} UNION ALL ${each}`);
  const theirs = told(trusted('session_id'), sql`user_id IN ${ids}`);
  return pages(most, async (after) => {
    const rows = await find<{ session_id: string }>(
      sql`SELECT session_id FROM (${told(trusted('session_id, user_id'), sql`session_id > ${text(after)}`)})
WHERE session_id IN (${theirs})
GROUP BY session_id HAVING countIf(user_id != '' AND user_id NOT IN ${ids}) = 0
ORDER BY session_id LIMIT ${trusted(String(most))}`,
    );
    return rows.map(({ session_id }) => session_id);
  });
}

/** Traces of these sessions in which nobody is named. */
const unnamedTraces = (
  { find, whose, most }: Search,
  sessions: readonly string[],
): AsyncGenerator<string[]> =>
  pages(most, async (after) => {
    const rows = rowsIn(
      whose,
      SPANS.name,
      sql`trace_id > ${text(after)}`,
      sql`trace_id IN (SELECT trace_id FROM ${rowsIn(whose, SPANS.name, sql`session_id IN ${texts(sessions)}`)})`,
    );
    const found = await find<{ trace_id: string }>(
      sql`SELECT trace_id FROM ${rows} GROUP BY trace_id HAVING countIf(user_id != '') = 0
ORDER BY trace_id LIMIT ${trusted(String(most))}`,
    );
    return found.map(({ trace_id }) => trace_id);
  });

/** Traces of which a span names the user. */
const namingTraces = ({ find, whose, most }: Search): AsyncGenerator<string[]> =>
  pages(most, async (after) => {
    const rows = rowsIn(
      whose,
      SPANS.name,
      sql`user_id IN ${texts(whose.ids)}`,
      sql`trace_id > ${text(after)}`,
    );
    const found = await find<{ trace_id: string }>(
      sql`SELECT DISTINCT trace_id FROM ${rows} ORDER BY trace_id LIMIT ${trusted(String(most))}`,
    );
    return found.map(({ trace_id }) => trace_id);
  });

/** Spans of which parked facts name the user, so that a span that arrives does not bring them back. */
async function parkedFacts({ find, whose }: Search): Promise<SpanOfTrace[]> {
  const quoted = texts(whose.ids.map((id) => JSON.stringify(id)));
  const rows = await find<ParkedRow>(
    sql`SELECT project_id, trace_id, span_id, toUnixTimestamp64Nano(time) AS time_ns, patch
FROM ${rowsIn(whose, SPAN_PATCHES.name, sql`multiSearchAny(patch, ${quoted})`)} LIMIT ${trusted(String(MOST_PARKED))}`,
  );
  const parked = parkedBySpan(rows, ({ trace_id, span_id }) => `${trace_id}\n${span_id}`);
  return [...parked.values()].flatMap((each) =>
    whose.ids.includes(factsOfParked(each).userId) ? [{ traceId: each.traceId, spanId: each.spanId }] : [],
  );
}

/** Their traces, of which no span names the user. */
async function alsoParked(
  { find, whose, most }: Search,
  parked: readonly SpanOfTrace[],
): Promise<string[][]> {
  const traces = [...new Set(parked.map(({ traceId }) => traceId))].sort();
  const pages: string[][] = [];
  for (let from = 0; from < traces.length; from += most) {
    const some = traces.slice(from, from + most);
    const found = await find<{ trace_id: string }>(
      sql`SELECT DISTINCT trace_id FROM ${rowsIn(
        whose,
        SPANS.name,
        sql`user_id IN ${texts(whose.ids)}`,
        sql`trace_id IN ${texts(some)}`,
      )}`,
    );
    const naming = new Set(found.map(({ trace_id }) => trace_id));
    pages.push(some.filter((traceId) => !naming.has(traceId)));
  }
  return pages;
}

/** Traces that are the user's alone, and of the others the spans that are nobody else's. */
async function* sharedOut(
  { find, whose }: Search,
  traces: readonly string[],
  parked: readonly SpanOfTrace[],
): AsyncGenerator<Piece> {
  const ids = texts(whose.ids);
  const shared = await find<{ trace_id: string }>(
    sql`SELECT DISTINCT trace_id FROM ${rowsIn(
      whose,
      SPANS.name,
      sql`trace_id IN ${texts(traces)}`,
      sql`user_id != ''`,
      sql`user_id NOT IN ${ids}`,
    )}`,
  );
  const others = new Set(shared.map(({ trace_id }) => trace_id));
  for (const trace of traces) if (!others.has(trace)) yield { trace };
  if (others.size === 0) return;
  const rows = await find<{ trace_id: string; span_id: string }>(
    sql`SELECT trace_id, span_id FROM ${rowsIn(whose, SPANS.name, sql`trace_id IN ${texts([...others])}`)}
GROUP BY trace_id, span_id HAVING argMax(user_id, ver) = '' OR argMax(user_id, ver) IN ${ids}`,
  );
  for (const { trace_id, span_id } of rows) yield { span: { traceId: trace_id, spanId: span_id } };
  for (const { traceId, spanId } of parked) if (others.has(traceId)) yield { span: { traceId, spanId } };
}
