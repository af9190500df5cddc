import type { Queries, QueryOptions } from '../driver.ts';
import type { Layout } from '../layout.ts';

/** Room where the engine keeps its data, of all its servers together. */
export interface Disk {
  freeBytes: number;
  sizeBytes: number;
}

/** Stores of objects have no end, and say so with a number that no disk has. */
const NO_DISK = 2 ** 60;

/** Undefined where nothing has an end. A disk that several of the engine's own stand for counts once. */
export async function diskOf(
  engine: Queries & { layout: Layout },
  asked: Pick<QueryOptions, 'signal'> = {},
): Promise<Disk | undefined> {
  const [row] = await engine.query<{ free: string; size: string; disks: string }>(
    `SELECT sum(free) AS free, sum(size) AS size, count() AS disks FROM (
  SELECT hostName() AS host, total_space AS size, min(free_space) AS free FROM ${engine.layout.system('disks')}
  WHERE total_space > 0 AND total_space < ${NO_DISK} GROUP BY host, size)`,
    {},
    { lane: 'background', timeoutMs: 5_000, ...asked },
  );
  return row && Number(row.disks) > 0
    ? { freeBytes: Number(row.free), sizeBytes: Number(row.size) }
    : undefined;
}
