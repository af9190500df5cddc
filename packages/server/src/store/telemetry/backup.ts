import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Driver } from './driver.ts';
import { EngineError } from './engine-errors.ts';
import { FILLS, fillDue } from './fills.ts';
import { storedName } from './layout.ts';
import { quoted } from './literals.ts';
import { type MigrateOptions, migrate } from './migrate.ts';
import { MARKS_VIEW } from './rollups/schema.ts';
import { PAYLOADS, TABLES, type Table } from './schema.ts';
import { VIEWS } from './views.ts';

/** Where the engine puts what lies at a place, in its own words, such as `File('/backups/1/spans')`. */
export type Place = (stored: string) => string;

/** A table as it is in a backup. */
export interface KeptTable {
  name: string;
  columns: string[];
}

export interface Kept {
  tables: KeptTable[];
  views: string[];
}

export interface CopyOptions {
  /** Of an earlier backup: only what is new since then is written. */
  base?: Place | undefined;
  signal?: AbortSignal | undefined;
  /** Told before each. */
  onTable?: ((name: string) => void) | undefined;
}

/** Copies what is stored, while it is written to, and puts it back. */
export interface TelemetryBackups {
  /** What there is to copy, in the order in which it is copied. */
  kept(): Promise<Kept>;
  /** Bytes that it takes. */
  bytes(): Promise<number>;
  /** Rows in the parts of each table, as the embedded engine restores them: nothing is merged before the store is opened again. */
  rows(kept: Kept): Promise<ReadonlyMap<string, number>>;
  backUp(kept: Kept, to: Place, options?: CopyOptions): Promise<void>;
  /** Into a store that has none of the tables. */
  restore(kept: Kept, from: Place, options?: CopyOptions): Promise<void>;
  /**
   * Brings what was restored to the schema of this version. Sums of hours were copied later than the spans: they are made anew from these
   * in the background, but for hours of which nothing else tells any more.
   */
  complete(options: MigrateOptions): Promise<void>;
}

const FILLED = new Set(VIEWS.map(({ to }) => to));
const namesOf = (tables: readonly Table[]) => tables.map(({ name }) => name);
/** Sums of this definition and of others, and what is noted of their hours. */
const ROLLUPS = [/^rollup_hours(_[0-9a-f]{8})?$/, /^rollups(_[0-9a-f]{8})?$/];
/** A table that is brought into another order has a second one beside it meanwhile. */
const RESORTED = `${PAYLOADS.name}_resorted`;
/**
 * Tables are copied one after another. What views have still to be filled with comes first: it is more then, never less, than is missing.
 * Tables that views fill from others come after these, so that every span is found by its trace, its user and its error; text and scores
 * come after the spans, so that every span has its own.
 */
const IN_ORDER = [
  FILLS.name,
  ...namesOf(TABLES.filter(({ name }) => !FILLED.has(name))),
  RESORTED,
  ...namesOf(TABLES.filter(({ name }) => FILLED.has(name))),
];

/** A backup in a directory of this machine, for the engine in this process. */
export const inDirectory =
  (directory: string): Place =>
  (stored) =>
    `File(${quoted(`${directory}/${stored}`)})`;

export function createTelemetryBackups(driver: Driver): TelemetryBackups {
  const { layout } = driver;
  const stored = (name: string) => storedName(name, layout);

  const run = async (
    names: readonly string[],
    statement: (place: string) => string,
    options: CopyOptions,
    settings = '',
  ) => {
    for (const name of names) {
      options.onTable?.(name);
      for (const place of layout.places(name))
        await finish(
          driver,
          statement(place),
          `${settings}${settingsOf(options.base?.(place))}`,
          options.signal,
        );
    }
  };

  return {
    async kept() {
      const rows = await driver.query<{ table: string; columns: string[] }>(
        `SELECT table, groupArray(name) AS columns FROM (
SELECT DISTINCT table, name, position FROM ${layout.system('columns')} WHERE ${layout.databases} ORDER BY table, position
) GROUP BY table`,
      );
      const columns = new Map(rows.map((row) => [row.table, row.columns]));
      return {
        tables: [...IN_ORDER, ...ROLLUPS.flatMap((each) => named(each, columns))].flatMap((name) => {
          const found = columns.get(stored(name));
          return found ? [{ name, columns: found }] : [];
        }),
        views: VIEWS.map(({ name }) => name).filter((name) => columns.has(stored(name))),
      };
    },
    async bytes() {
      const [sum] = await driver.query<{ bytes: string }>(
        `SELECT sum(bytes_on_disk) AS bytes FROM ${layout.system('parts')}
WHERE ${layout.databases} AND active`,
      );
      return Number(sum?.bytes ?? 0);
    },
    async rows({ tables }) {
      const rows = await driver.query<{ table: string; rows: string }>(
        `SELECT table, sum(rows) AS rows FROM ${layout.system('parts')}
WHERE ${layout.databases} AND active AND table IN {tables:Array(String)} GROUP BY table`,
        { tables: tables.map(({ name }) => stored(name)) },
      );
      const found = new Map(rows.map((row) => [row.table, Number(row.rows)]));
      return new Map(tables.map(({ name }) => [name, found.get(stored(name)) ?? 0]));
    },
    backUp: ({ tables, views }, to, options = {}) =>
      run(
        [...tables.map(({ name }) => name), ...views],
        (place) => `BACKUP TABLE ${place}${layout.everywhere} TO ${to(place)}`,
        options,
      ),
    async restore({ tables, views }, from, options = {}) {
      const restoring = (place: string) => `RESTORE TABLE ${place}${layout.everywhere} FROM ${from(place)}`;
      const names = tables.map(({ name }) => name);
      if (driver.kind === 'embedded') {
        // What was written is counted as it was written: nothing is merged before the store is opened again.
        await run(names, restoring, { ...options, onTable: undefined }, ', structure_only = 1');
        await driver.command('SYSTEM STOP MERGES');
      }
      await run([...names, ...views], restoring, options);
    },
    async complete(options) {
      // Columns and indexes are changed by what merges parts.
      if (driver.kind === 'embedded') await driver.command('SYSTEM START MERGES');
      await migrate(driver, options);
      // Nobody writes yet: there is nothing that has to come to rest.
      await fillDue(driver, [MARKS_VIEW], { settledMs: 0 });
    },
  };
}

/** Names of tables as they are declared: on a cluster those of the tables over all shards. */
const named = (pattern: RegExp, columns: ReadonlyMap<string, unknown>): string[] =>
  [...new Set([...columns.keys()].map((name) => name.replace(/_local$/, '')))].filter((name) =>
    pattern.test(name),
  );

/** What this release does not know of what is in a backup: then it was made by a newer one. */
export function unknownIn({ tables, views }: Kept): string[] {
  const known = new Map(
    [FILLS, ...TABLES, { ...PAYLOADS, name: RESORTED }].map(({ name, columns, derived = [] }) => [
      name,
      new Set([...columns, ...derived].map((column) => column.name)),
    ]),
  );
  return [
    ...tables.flatMap(({ name, columns }) => {
      // What this version has of another way of summing up it takes over as far as both know the same.
      if (ROLLUPS.some((each) => each.test(name))) return [];
      const ours = known.get(name);
      return ours ? columns.filter((each) => !ours.has(each)).map((each) => `${name}.${each}`) : [name];
    }),
    ...views.filter((name) => !VIEWS.some((view) => view.name === name)),
  ];
}

const POLL_MS = 10;
const LONGEST_POLL_MS = 500;
const DONE = ['BACKUP_CREATED', 'RESTORED'];
const UNDER_WAY = ['CREATING_BACKUP', 'RESTORING'];

/** Runs one statement in the background of the engine, where no limit of time of a query holds, and waits for its end. */
async function finish(
  driver: Driver,
  statement: string,
  settings: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const id = randomUUID();
  await driver.command(`${statement} SETTINGS id = '${id}'${settings} ASYNC`);
  const where = `${driver.layout.system('backups')} WHERE id = '${id}'`;
  for (let pauseMs = POLL_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_POLL_MS)) {
    const [job] = await driver.query<{ status: string; error: string; query_id: string }>(
      `SELECT toString(status) AS status, error, query_id FROM ${where}`,
    );
    // It is noted before the statement is answered, in memory alone.
    if (job === undefined)
      throw new EngineError(
        'The engine knows of it no more: it was started anew, or another server answers in its place',
        undefined,
      );
    if (DONE.includes(job.status)) return;
    if (!UNDER_WAY.includes(job.status)) {
      signal?.throwIfAborted();
      throw new EngineError(firstLine(job.error), Number(/Code: (\d+)/.exec(job.error)?.[1]) || undefined);
    }
    // It clears away what it has written, and is waited for.
    if (signal?.aborted)
      await driver.command(`KILL QUERY${driver.layout.everywhere} WHERE query_id = '${job.query_id}' ASYNC`);
    await wait(pauseMs);
  }
}

const settingsOf = (base: string | undefined): string =>
  base === undefined ? '' : `, base_backup = ${base}`;

const firstLine = (error: string): string => error.split(/, Stack trace|\n/, 1)[0] ?? error;
