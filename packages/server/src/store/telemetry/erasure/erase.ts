import type { Erased } from '@pharos/core/api/erasures';
import { alterStored, deleteRows } from '../ddl.ts';
import type { Param } from '../driver.ts';
import { storedName } from '../layout.ts';
import { all, render, type Sql, sql, text, trusted } from '../read/sql.ts';
import type { Background } from '../rollups/roll-up.ts';
import { ROLLUP_SUMS } from '../rollups/schema.ts';
import { type Find, MOST, portionsOf, type Whose } from './belongings.ts';
import { PLACES, type Place, type Portion } from './places.ts';

const finding =
  (engine: Background): Find =>
  (statement) => {
    const { sql: asked, params } = render(statement);
    return engine.query(asked, params);
  };

/** What there is of a user, place by place, also where there is nothing. */
export async function countOf(engine: Background, whose: Whose): Promise<Erased[]> {
  const find = finding(engine);
  const counts = new Map(PLACES.map((place) => [place, 0]));
  const add = async (place: Place, condition: Sql | undefined) => {
    if (condition === undefined) return;
    for (const table of await tablesOf(engine, place)) {
      const from = trusted(place.plain ? table : `${table} FINAL`);
      const told = place.void === undefined ? [] : [sql`NOT (${trusted(place.void)})`];
      const [row] = await find<{ things: string }>(
        sql`SELECT uniqExact(${trusted(place.identity)}) AS things FROM ${from} WHERE ${inProject(whose, condition, ...told)}`,
      );
      counts.set(place, (counts.get(place) ?? 0) + Number(row?.things ?? 0));
    }
  };
  for await (const portion of portionsOf({ find, whose, most: MOST }))
    for (const place of PLACES) await add(place, belonging(place, portion, whose));
  for (const place of PLACES) await add(place, place.naming?.(whose.ids));
  return PLACES.map((place) => ({
    store: 'telemetry',
    place: place.called ?? place.table,
    how: place.set === undefined ? 'removed' : 'rewritten',
    count: counts.get(place) ?? 0,
  }));
}

export interface Removing {
  /** Told of each portion before anything of it goes: whatever is found by it has to be noted now. */
  before(portion: Portion): Promise<void>;
  /** Nothing more is begun when it aborts. */
  end: AbortSignal;
  /** Ids that one statement names. */
  most?: number;
}

/**
 * Takes all of it away, on every replica and off the disk when it resolves. What names the user goes last, so that whoever begins
 * anew after a crash finds the same.
 */
export async function removeAll(
  engine: Background,
  whose: Whose,
  { before, end, most = MOST }: Removing,
): Promise<void> {
  const find = finding(engine);
  const portions = portionsOf({ find, whose, most });
  const first = await portions.next();
  const second = first.done ? first : await portions.next();
  // Where there is one portion rows go at once. Where there are several they are only marked each time, and parts are written anew once, at the end.
  const how = second.done ? 'at once' : 'marked';
  const take = async (place: Place, condition: Sql | undefined) => {
    if (condition === undefined) return;
    for (const table of await tablesOf(engine, place)) {
      end.throwIfAborted();
      const where = inProject(whose, condition);
      const rows = await find(sql`SELECT 1 FROM ${trusted(table)} WHERE ${where} LIMIT 1`);
      if (rows.length > 0) await change(engine, { table, place, where, how }, whose);
    }
  };
  for await (const portion of again([first, second], portions)) {
    await before(portion);
    for (const place of PLACES) await take(place, belonging(place, portion, whose));
  }
  for (const place of PLACES) await take(place, place.naming?.(whose.ids));
  await writeAnew(engine, end);
}

/** What was looked at ahead, and what follows. */
async function* again<Thing>(
  ahead: readonly IteratorResult<Thing, undefined>[],
  rest: AsyncGenerator<Thing, undefined>,
): AsyncGenerator<Thing> {
  for (const each of ahead) if (!each.done) yield each.value;
  yield* rest;
}

/** What belongs to a portion and is not counted or removed by name. */
function belonging({ of, naming }: Place, portion: Portion, { ids }: Whose): Sql | undefined {
  const condition = of?.(portion);
  return condition && naming ? all([condition, sql`NOT (${naming(ids)})`]) : condition;
}

const inProject = ({ project }: Whose, ...where: Sql[]): Sql =>
  all([sql`project_id = ${text(project)}`, ...where]);

/** Sums of other versions of Pharos lie beside those of this one until nobody uses them. */
async function tablesOf(engine: Background, { table }: Place): Promise<string[]> {
  if (table !== ROLLUP_SUMS) return [table];
  const rows = await engine.query<{ table: string }>(
    `SELECT table FROM system.columns WHERE database = currentDatabase() AND match(table, '^rollups(_[0-9a-f]{8})?$')
  AND name IN ('user_id', 'session_id', 'tags') GROUP BY table HAVING count() = 3 ORDER BY table`,
  );
  return rows.map((row) => row.table);
}

interface Change {
  table: string;
  place: Place;
  where: Sql;
  how: 'at once' | 'marked';
}

async function change(
  engine: Background,
  { table, place, where, how }: Change,
  { ids }: Whose,
): Promise<void> {
  const condition = render(where);
  const { layout } = engine;
  const altered = (what: string) =>
    alterStored(table, `${what} WHERE ${condition.sql} SETTINGS mutations_sync = 2`, layout);
  const params: Record<string, Param> = {
    ...condition.params,
    ...(place.set?.includes('{ids:') && { ids }),
  };
  const statements = () => {
    if (place.set !== undefined) return altered(`UPDATE ${place.set}`);
    return how === 'at once' ? altered('DELETE') : deleteRows(table, condition.sql, layout);
  };
  for (const statement of statements()) await engine.command(statement, params);
}

/** The parts that hold rows which are only marked are written anew, each once however many portions there were. */
async function writeAnew(engine: Background, end: AbortSignal): Promise<void> {
  const tables = new Set(PLACES.filter(({ set }) => set === undefined).map(({ table }) => table));
  for (const table of tables) {
    end.throwIfAborted();
    if (!(await hasMarks(engine, table))) continue;
    for (const statement of alterStored(
      table,
      'APPLY DELETED MASK SETTINGS mutations_sync = 2',
      engine.layout,
    ))
      await engine.command(statement);
  }
}

async function hasMarks({ layout, query }: Background, table: string): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM ${layout.system('parts')} WHERE ${layout.databases} AND table = {stored:String} AND active AND has_lightweight_delete LIMIT 1`,
    { stored: storedName(table, layout) },
  );
  return rows.length > 0;
}

/**
 * Whether a table is being changed just now: by a deletion that took longer than anybody waits for, and goes on by itself, or by its copy into
 * another order (resort.ts), which would bring back what is deleted meanwhile.
 */
export async function isChanging({ layout, query }: Background): Promise<boolean> {
  const tables = PLACES.map(({ table }) => table);
  const rows = await query(
    `SELECT 1 FROM ${layout.system('mutations')} WHERE ${layout.databases} AND table IN {stored:Array(String)} AND NOT is_done LIMIT 1
UNION ALL SELECT 1 FROM system.tables WHERE ${layout.databases} AND name IN {copies:Array(String)}`,
    {
      stored: tables.map((table) => storedName(table, layout)),
      copies: tables.map((table) => `${table}_resorted`),
    },
  );
  return rows.length > 0;
}
