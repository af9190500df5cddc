import type { RetentionKind } from '@pharos/core/retention/kinds';
import { alterStored } from '../ddl.ts';
import type { Param } from '../driver.ts';
import { storedName } from '../layout.ts';
import type { Background } from '../rollups/roll-up.ts';
import { sealHours } from '../rollups/seal.ts';
import { type Keeping, nobodyKeepsBefore, type Past, pastOf } from './past.ts';
import { HOUR, KEPT_TABLES, type KeptTable } from './tables.ts';

/** What was removed of a table. */
export interface Removed {
  kind: RetentionKind;
  table: string;
  /** Partitions that nobody kept any more. */
  dropped: number;
  rows: number;
}

/**
 * Removes what is kept no more. A partition that no project keeps is dropped; of all others, the rows of projects that do not keep them
 * are deleted in one go. Done again it finds nothing. `end`: nothing more is begun.
 */
export async function enforceRetention(
  engine: Background,
  keeping: Keeping,
  nowMs: number,
  end?: AbortSignal,
): Promise<Removed[]> {
  const removed: Removed[] = [];
  const sealed = await sealPast(engine, keeping, nowMs);
  for (const kept of KEPT_TABLES) {
    end?.throwIfAborted();
    if (kept.kind === 'spans' && !sealed) continue;
    if (await isChanging(engine, kept)) continue;
    const dropped = await dropPartitions(engine, kept, nobodyKeepsBefore(kept.kind, keeping, nowMs));
    const past = pastOf(kept, keeping, nowMs);
    const rows = dropped.rows + (past === undefined ? 0 : await deleteRest(engine, kept, past));
    if (rows > 0) removed.push({ kind: kept.kind, table: kept.table, dropped: dropped.partitions, rows });
  }
  return removed;
}

const deleteRest = (engine: Background, kept: KeptTable, past: Past): Promise<number> =>
  kept.subject === undefined
    ? deletePast(engine, kept, past)
    : deleteSubjects(engine, { ...kept, subject: kept.subject }, past);

async function sealPast(engine: Background, keeping: Keeping, nowMs: number): Promise<boolean> {
  const past = pastOf({ kind: 'spans', form: HOUR }, keeping, nowMs);
  return past === undefined || sealHours(engine, past);
}

/**
 * A deletion that took longer than anybody waits for goes on by itself: it is not asked for twice. And what is being copied (resort.ts)
 * stays as it is until then.
 */
async function isChanging(engine: Background, { table }: KeptTable): Promise<boolean> {
  const { layout } = engine;
  const rows = await engine.query(
    `SELECT 1 FROM ${layout.system('mutations')} WHERE ${layout.databases} AND table = {stored:String} AND NOT is_done LIMIT 1
UNION ALL SELECT 1 FROM system.tables WHERE ${layout.databases} AND name = concat({table:String}, '_resorted')`,
    { table, stored: storedName(table, layout) },
  );
  return rows.length > 0;
}

async function dropPartitions(
  engine: Background,
  { table, division }: KeptTable,
  beforeDay: number | undefined,
): Promise<{ partitions: number; rows: number }> {
  const gone = { partitions: 0, rows: 0 };
  if (division === undefined || beforeDay === undefined) return gone;
  const { layout } = engine;
  const partitions = await engine.query<{ id: string; stored: string }>(
    `SELECT partition_id AS id, sum(rows) AS stored FROM ${layout.system('parts')}
WHERE ${layout.databases} AND table = {stored:String} AND active GROUP BY id ORDER BY id`,
    { stored: storedName(table, layout) },
  );
  for (const { id, stored } of partitions) {
    if (division.endOf(id) > beforeDay) continue;
    for (const statement of alterStored(table, `DROP PARTITION ID '${id}'`, layout))
      await engine.command(statement);
    gone.partitions += 1;
    gone.rows += Number(stored);
  }
  return gone;
}

/** How many rows it deleted: all of them in one go, since the engine looks at every part of a table each time. */
async function deletePast(engine: Background, { table, time }: KeptTable, past: Past): Promise<number> {
  const where = past.of(time);
  const [found] = await engine.query<{ past: string }>(
    `SELECT count() AS past FROM ${table} WHERE ${where}`,
    past.params,
  );
  const rows = Number(found?.past ?? 0);
  if (rows > 0) await remove(engine, table, where, past.params);
  return rows;
}

/** Subjects of one deletion, and deletions of a pass. */
const MOST_SUBJECTS = 5_000;
const MOST_DELETIONS = 20;

/** The same of subjects, whose rows may lie anywhere: they are named, wherever they are looked for. */
async function deleteSubjects(
  engine: Background,
  { table, time, subject }: KeptTable & { subject: string },
  past: Past,
): Promise<number> {
  let rows = 0;
  for (let deletions = 0; deletions < MOST_DELETIONS; deletions += 1) {
    const found = await engine.query<{ project: string; subject: string; stored: string }>(
      `SELECT project_id AS project, ${subject} AS subject, count() AS stored FROM ${table}
GROUP BY project_id, ${subject} HAVING ${past.of(`max(${time})`)} LIMIT ${MOST_SUBJECTS}`,
      past.params,
    );
    if (found.length === 0) break;
    await remove(
      engine,
      table,
      `(project_id, ${subject}) IN (
  SELECT each.1, each.2 FROM (SELECT arrayJoin(arrayZip({projects:Array(String)}, {subjects:Array(String)})) AS each))`,
      { projects: found.map(({ project }) => project), subjects: found.map(({ subject }) => subject) },
    );
    rows += found.reduce((sum, { stored }) => sum + Number(stored), 0);
    if (found.length < MOST_SUBJECTS) break;
  }
  return rows;
}

/** What is removed is off the disk, on every replica, when it resolves. */
async function remove(
  engine: Background,
  table: string,
  where: string,
  params: Record<string, Param>,
): Promise<void> {
  for (const statement of alterStored(table, `DELETE WHERE ${where} ${ON_DISK}`, engine.layout))
    await engine.command(statement, params);
}

const ON_DISK = 'SETTINGS mutations_sync = 2, allow_nondeterministic_mutations = 1';
