import { type QueryExecutorProvider, sql } from 'kysely';

/** Of what runs now, and of migrations, which a restored store has by itself. */
const NOT_KEPT: ReadonlySet<string> = new Set(['leases', 'pharos_migrations', 'pharos_migrations_lock']);

const IN_SCHEMA = sql.raw('relnamespace = current_schema()::regnamespace');

/** The tables of records, each after those it refers to. */
export async function tablesInOrder(db: QueryExecutorProvider): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select relname as name from pg_class where relkind = 'r' and ${IN_SCHEMA} order by relname`.execute(db);
  const references = await sql<{ from: string; to: string }>`
    select a.relname as "from", b.relname as "to" from pg_constraint
    join pg_class a on a.oid = conrelid join pg_class b on b.oid = confrelid
    where contype = 'f' and a.relnamespace = current_schema()::regnamespace`.execute(db);
  const names = tables.rows.map(({ name }) => name).filter((name) => !NOT_KEPT.has(name));
  return inOrder(names, references.rows);
}

/** Each name after those that it refers to. */
export function inOrder(
  names: readonly string[],
  references: readonly { from: string; to: string }[],
): string[] {
  const ordered = new Set<string>();
  const visit = (name: string, above: ReadonlySet<string>) => {
    if (ordered.has(name) || above.has(name)) return;
    const below = new Set([...above, name]);
    for (const { from, to } of references) if (from === name) visit(to, below);
    ordered.add(name);
  };
  for (const name of names) visit(name, new Set());
  return [...ordered].filter((name) => names.includes(name));
}

/** What is stored in a table, in order: columns that the database works out are none of it. */
export async function columnsOf(
  db: QueryExecutorProvider,
  table: string,
): Promise<{ name: string; type: string }[]> {
  const { rows } = await sql<{ name: string; type: string }>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    join pg_class on pg_class.oid = attrelid
    where relname = ${table} and ${IN_SCHEMA} and attnum > 0 and not attisdropped and attgenerated = ''
    order by attnum`.execute(db);
  return rows;
}

/** The last migration that was applied; undefined: this is no store of records yet. */
export async function appliedSchema(db: QueryExecutorProvider): Promise<string | undefined> {
  const known = await sql<{ is: boolean }>`select to_regclass('pharos_migrations') is not null as is`.execute(
    db,
  );
  if (!known.rows[0]?.is) return undefined;
  const { rows } = await sql<{ name: string }>`
    select name from pharos_migrations order by name desc limit 1`.execute(db);
  return rows[0]?.name;
}

export async function schemaOf(db: QueryExecutorProvider): Promise<string> {
  const schema = await appliedSchema(db);
  if (schema === undefined) throw new Error('there are no records yet');
  return schema;
}

/** How far the numbers of columns have come that count up. */
export async function sequencesOf(db: QueryExecutorProvider): Promise<Record<string, string>> {
  const { rows } = await sql<{ place: string; last: string | null }>`
    select relname || '.' || attname as place,
      pg_sequence_last_value(pg_get_serial_sequence(quote_ident(relname), attname)::regclass)::text as last
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relkind = 'r' and ${IN_SCHEMA} and attnum > 0 and not attisdropped
      and pg_get_serial_sequence(quote_ident(relname), attname) is not null`.execute(db);
  return Object.fromEntries(rows.flatMap(({ place, last }) => (last === null ? [] : [[place, last]])));
}

/** Bytes of the whole database. */
export async function databaseBytes(db: QueryExecutorProvider): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    select pg_database_size(current_database())::text as bytes`.execute(db);
  return Number(rows[0]?.bytes ?? 0);
}
