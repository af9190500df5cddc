import { shareOut } from '@pharos/core/storage/share-out';
import type { ProjectScope } from '../../scope.ts';
import type { Queries, QueryOptions } from '../driver.ts';
import { type Layout, storedName } from '../layout.ts';
import type { StoredTable } from './tables.ts';

/** What is stored in a table of one day. */
export interface Stored extends Pick<StoredTable, 'table' | 'kind'> {
  /** By its number since 1970; undefined: nothing tells it. */
  day: number | undefined;
  /** As they lie, what is sent again included until it is merged. */
  rows: number;
  /** On disk, with their marks and indexes, in all replicas. */
  bytes: number;
  /** Before compression. */
  uncompressed: number;
}

type Engine = Queries & { layout: Layout };
type Asked = Pick<QueryOptions, 'signal'>;

/**
 * What a project, or all of them together, take in these tables, by day. The engine knows bytes by partition: a project has its share
 * of these by its rows, which is exact where it is alone in a partition; the shares of all projects add up to the byte. Only projects and times are read.
 */
export async function storedOf(
  engine: Engine,
  project: ProjectScope | undefined,
  tables: readonly StoredTable[],
  asked: Asked = {},
): Promise<Stored[]> {
  const partitions = await partitionsOf(engine, tables, asked);
  const stored: Stored[] = [];
  for (const each of tables) {
    const sizes = partitions.get(storedName(each.table, engine.layout));
    if (sizes) stored.push(...sharesOf(each, sizes, await rowsOf(engine, project, each, asked)));
  }
  return stored;
}

const OPTIONS = { lane: 'background', timeoutMs: 30_000 } as const;

interface Size {
  bytes: number;
  uncompressed: number;
}

/** By the name of a table where its rows lie, and the id of the partition. */
async function partitionsOf(
  engine: Engine,
  tables: readonly StoredTable[],
  asked: Asked,
): Promise<Map<string, Map<string, Size>>> {
  const { layout } = engine;
  const rows = await engine.query<{ stored: string; id: string; bytes: string; uncompressed: string }>(
    `SELECT table AS stored, partition_id AS id, sum(bytes_on_disk) AS bytes, sum(data_uncompressed_bytes) AS uncompressed
FROM ${layout.system('parts')} WHERE ${layout.databases} AND active AND table IN {tables:Array(String)} GROUP BY stored, id`,
    { tables: tables.map(({ table }) => storedName(table, layout)) },
    { ...OPTIONS, ...asked },
  );
  const partitions = new Map<string, Map<string, Size>>();
  for (const { stored, id, bytes, uncompressed } of rows) {
    const sizes = partitions.get(stored) ?? new Map<string, Size>();
    partitions.set(stored, sizes.set(id, { bytes: Number(bytes), uncompressed: Number(uncompressed) }));
  }
  return partitions;
}

/** Rows of a day in a partition: of the project, and of projects before it in the order of ids. */
interface Rows {
  day: number | undefined;
  own: number;
  lower: number;
  all: number;
}

/** By partition. */
async function rowsOf(
  engine: Engine,
  project: ProjectScope | undefined,
  { table, day, division }: StoredTable,
  asked: Asked,
): Promise<Map<string, Rows[]>> {
  const dayOf = (id: string, told: string) =>
    division?.daily ? division.endOf(id) - 1 : day === undefined ? undefined : Number(told);
  const which = (comparison: string) => `countIf(project_id ${comparison} {project:String})`;
  const [own, lower] = project === undefined ? ['count()', '0'] : [which('='), which('<')];
  const rows = await engine.query<Record<'id' | 'day' | 'own' | 'lower' | 'n', string>>(
    `SELECT _partition_id AS id, ${division?.daily ? '0' : (day ?? '0')} AS day, ${own} AS own, ${lower} AS lower, count() AS n
FROM ${table} GROUP BY id, day ORDER BY id, day`,
    project === undefined ? {} : { project },
    { ...OPTIONS, ...asked },
  );
  const partitions = new Map<string, Rows[]>();
  for (const { id, day: told, own, lower, n } of rows) {
    const found = partitions.get(id) ?? [];
    found.push({ day: dayOf(id, told), own: Number(own), lower: Number(lower), all: Number(n) });
    partitions.set(id, found);
  }
  return partitions;
}

function sharesOf(
  { table, kind }: StoredTable,
  sizes: ReadonlyMap<string, Size>,
  partitions: ReadonlyMap<string, readonly Rows[]>,
): Stored[] {
  const stored: Stored[] = [];
  for (const [id, days] of partitions) {
    const sum = (of: (rows: Rows) => number) => days.reduce((all, rows) => all + of(rows), 0);
    const [lower, higher] = [sum((rows) => rows.lower), sum(({ all, own, lower }) => all - own - lower)];
    const weights = [lower, ...days.map(({ own }) => own), higher];
    // What was written since is told next time.
    const { bytes, uncompressed } = sizes.get(id) ?? { bytes: 0, uncompressed: 0 };
    const [shares, raw] = [shareOut(bytes, weights), shareOut(uncompressed, weights)];
    days.forEach(({ day, own }, nth) => {
      const size = { bytes: shares[nth + 1] ?? 0, uncompressed: raw[nth + 1] ?? 0 };
      if (own > 0) stored.push({ table, kind, day, rows: own, ...size });
    });
  }
  return stored;
}
