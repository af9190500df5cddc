import type { ExportRun } from '@pharos/core/api/exports';
import type { ExportKind, ExportWindow } from '@pharos/core/exports/export';
import { isoFromNs } from '@pharos/core/time';
import { type Selectable, sql } from 'kysely';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

type Row = Selectable<Tables['exportRuns']>;

/** Of each export, the newest. */
const MAX_KEPT = 100;

export async function insertRun(
  tx: Records,
  project: ProjectScope,
  { id, exportId, window, at }: { id: string; exportId: string; window: ExportWindow; at: Date },
): Promise<void> {
  await tx
    .insertInto('exportRuns')
    .values({
      ...{ id, exportId, projectId: project, state: 'queued', createdAt: at },
      ...{ beginsAt: new Date(window.fromMs), endsAt: new Date(window.toMs) },
    })
    .execute();
}

/** Those of an export, the newest first. */
export async function runsOf(
  records: Records,
  project: ProjectScope,
  exportId: string,
): Promise<ExportRun[]> {
  const rows = await records
    .selectFrom('exportRuns')
    .selectAll()
    .where('projectId', '=', project)
    .where('exportId', '=', exportId)
    .orderBy('beginsAt', 'desc')
    .orderBy('id', 'desc')
    .limit(MAX_KEPT)
    .execute();
  return rows.map(present);
}

/** The latest of each export. */
export async function latestRuns(
  records: Records,
  exportIds: readonly string[],
): Promise<Map<string, ExportRun>> {
  if (exportIds.length === 0) return new Map();
  const rows = await records
    .selectFrom('exportRuns')
    .selectAll()
    .distinctOn('exportId')
    .where('exportId', 'in', [...exportIds])
    .orderBy('exportId')
    .orderBy('beginsAt', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.exportId, present(row)]));
}

const present = (row: Row): ExportRun => ({
  ...{ id: row.id, state: row.state, files: row.files, error: row.error },
  ...{ rows: Number(row.rows), bytes: Number(row.bytes) },
  ...{ from: row.beginsAt.toISOString(), to: row.endsAt.toISOString() },
  at:
    row.kind === null || row.cursorNs === null
      ? null
      : { kind: row.kind, time: isoFromNs(BigInt(row.cursorNs)) },
  retryAt: row.retryAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** Has what failed tried again from where it is; false when nothing of this export has. */
export async function retryFailed(tx: Records, project: ProjectScope, exportId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('exportRuns')
    .set({ state: 'queued', attempts: 0, retryAt: null, finishedAt: null })
    .where('projectId', '=', project)
    .where('exportId', '=', exportId)
    .where('state', '=', 'failed')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** A run that goes on with whoever took it. */
export interface Taken extends Pick<Row, 'id' | 'projectId' | 'exportId' | 'beginsAt' | 'endsAt' | 'kind'> {
  cursorNs: bigint | null;
  attempts: number;
  take: number;
}

/**
 * Takes a run that waits, until a time in which nobody else does; also one whose holder fell silent. All take turns: that comes
 * first which was taken longest ago.
 */
export async function takeRun(
  records: Records,
  { now, leasedUntil }: { now: Date; leasedUntil: Date },
): Promise<Taken | undefined> {
  const row = await records
    .updateTable('exportRuns')
    .set(({ eb }) => ({
      ...{ state: 'running' as const, leasedUntil, takenAt: now, retryAt: null },
      ...{ attempts: eb('attempts', '+', 1), takes: eb('takes', '+', 1) },
    }))
    .where(
      'id',
      '=',
      records
        .selectFrom('exportRuns')
        .select('id')
        .where(({ eb, or, and }) =>
          or([
            and([eb('state', '=', 'queued'), or([eb('retryAt', 'is', null), eb('retryAt', '<=', now)])]),
            and([eb('state', '=', 'running'), eb('leasedUntil', '<=', now)]),
          ]),
        )
        .orderBy('takenAt', (order) => order.asc().nullsFirst())
        .orderBy('createdAt')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning([
      ...(['id', 'projectId', 'exportId', 'beginsAt', 'endsAt', 'kind', 'cursorNs', 'attempts'] as const),
      'takes',
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const { cursorNs, takes, ...rest } = row;
  return { ...rest, cursorNs: cursorNs === null ? null : BigInt(cursorNs), take: takes };
}

export interface WrittenFile {
  path: string;
  kind: ExportKind;
  fromNs: bigint;
  toNs: bigint;
  rows: number;
  bytes: number;
  sha256: string;
}

/** Notes a file and how far the run is with it; false when another has taken the run over, or it is gone. */
export const noteFile = (
  records: Records,
  run: Taken,
  file: WrittenFile,
  leasedUntil: Date,
): Promise<boolean> =>
  records.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await own(tx, run)
      .set(({ eb }) => ({
        ...{ leasedUntil, attempts: 0, error: null, kind: file.kind, cursorNs: file.toNs },
        files: eb('files', '+', 1),
        rows: sql<bigint>`rows + ${file.rows}`,
        bytes: sql<bigint>`bytes + ${file.bytes}`,
      }))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await tx
      .insertInto('exportFiles')
      .values({ runId: run.id, ...file })
      .execute();
    return true;
  });

/** How many files a run has in each folder. */
export async function foldersOf(records: Records, runId: string): Promise<Map<string, number>> {
  const folder = sql<string>`regexp_replace(path, '/[^/]*$', '')`;
  const rows = await records
    .selectFrom('exportFiles')
    .select([folder.as('folder'), sql<string>`count(*)`.as('files')])
    .where('runId', '=', runId)
    .groupBy(folder)
    .execute();
  return new Map(rows.map(({ folder: name, files }) => [name, Number(files)]));
}

/** In order of their paths. */
export async function filesOf(records: Records, runId: string): Promise<WrittenFile[]> {
  const rows = await records
    .selectFrom('exportFiles')
    .selectAll()
    .where('runId', '=', runId)
    .orderBy('path')
    .execute();
  return rows.map(({ path, kind, sha256, fromNs, toNs, rows: count, bytes }) => ({
    ...{ path, kind, sha256, rows: Number(count), bytes: Number(bytes) },
    ...{ fromNs: BigInt(fromNs), toNs: BigInt(toNs) },
  }));
}

/** How a turn of a run ended. What goes on is in line again. */
export type Ending =
  | { state: 'done' }
  | { state: 'failed'; error: string }
  | { state: 'queued'; retry?: { at: Date; error: string } };

/** Notes it, unless another has taken the run over. What the manifest lists is forgotten when it is done. */
export async function endTurn(records: Records, run: Taken, ending: Ending, at: Date): Promise<void> {
  await records.transaction().execute(async (tx) => {
    const isOver = ending.state !== 'queued';
    const { numUpdatedRows } = await own(tx, run)
      .set({
        ...{ state: ending.state, leasedUntil: null, finishedAt: isOver ? at : null },
        ...(ending.state === 'failed' && { error: ending.error.slice(0, 500) }),
        ...(ending.state === 'done' && { error: null, kind: null, cursorNs: null }),
        ...(ending.state === 'queued' &&
          (ending.retry
            ? { retryAt: ending.retry.at, error: ending.retry.error.slice(0, 500) }
            : { attempts: 0 })),
      })
      .executeTakeFirst();
    if (numUpdatedRows === 0n || ending.state !== 'done') return;
    await tx.deleteFrom('exportFiles').where('runId', '=', run.id).execute();
    await sql`delete from export_runs where export_id = ${run.exportId} and state = 'done' and id in (
      select id from export_runs where export_id = ${run.exportId} order by begins_at desc, id desc offset ${MAX_KEPT}
    )`.execute(tx);
  });
}

const own = (records: Records, { id, take }: Taken) =>
  records
    .updateTable('exportRuns')
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('takes', '=', take);
