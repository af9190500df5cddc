import type { StoredExport } from '@pharos/core/api/exports';
import {
  type ExportDefinition,
  type ExportTimes,
  exportDueMs,
  exportWindowAt,
  firstExportWindow,
  MAX_EXPORTS,
} from '@pharos/core/exports/export';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Authorship } from '../../http/authorship.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import { insertRun, latestRuns } from './run-queries.ts';

export type ExportRow = Selectable<Tables['exports']>;

const inProject = (records: Records, project: ProjectScope) =>
  records.selectFrom('exports').selectAll().where('projectId', '=', project);

/** In order of making. */
export async function exportsOf(records: Records, project: ProjectScope): Promise<StoredExport[]> {
  const rows = await inProject(records, project).orderBy('createdAt').orderBy('id').execute();
  return withRuns(records, rows);
}

/** Undefined when the project has no such export. */
export async function exportOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<StoredExport | undefined> {
  const row = await exportRow(records, project, id);
  return row && (await withRuns(records, [row]))[0];
}

export const exportRow = (
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<ExportRow | undefined> => inProject(records, project).where('id', '=', id).executeTakeFirst();

async function withRuns(records: Records, rows: readonly ExportRow[]): Promise<StoredExport[]> {
  const latest = await latestRuns(
    records,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, definition, enabled, dueAt, createdAt, updatedAt, updatedBy }) => ({
    ...definition,
    ...{ id, enabled, updatedBy, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
    ...{ dueAt: dueAt?.toISOString() ?? null, lastRun: latest.get(id) ?? null },
  }));
}

export interface NewExport {
  id: string;
  runId: string;
  definition: ExportDefinition;
  sealed: string | null;
}

/** Keeps an export; one of a single range is begun at once. @throws ApiError when there are too many */
export async function insertExport(
  tx: Records,
  project: ProjectScope,
  { id, runId, definition, sealed }: NewExport,
  { author, at }: Authorship,
): Promise<void> {
  const { count } = await tx
    .selectFrom('exports')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_EXPORTS)
    throw new ApiError('conflict', { message: `There are ${MAX_EXPORTS} exports already.` });
  const { times } = definition;
  const first = times.every === 'once' ? undefined : firstExportWindow(times, at.getTime());
  await tx
    .insertInto('exports')
    .values({
      ...{ id, projectId: project, sealed, enabled: true, createdAt: at, updatedAt: at, updatedBy: author },
      definition: JSON.stringify(definition),
      nextFrom: first ? new Date(first.fromMs) : null,
      dueAt: first ? dueAtOf(times, first.fromMs) : null,
    })
    .execute();
  if (times.every === 'once') {
    const window = { fromMs: Date.parse(times.from), toMs: Date.parse(times.to) };
    await insertRun(tx, project, { id: runId, exportId: id, window, at });
  }
}

function dueAtOf(times: ExportTimes, fromMs: number): Date | null {
  if (times.every === 'once') return null;
  return new Date(exportDueMs(times, exportWindowAt(times, fromMs)));
}

/** Changes whether it goes on, and its key. */
export async function updateExport(
  tx: Records,
  { id, definition, nextFrom }: ExportRow,
  changes: { enabled: boolean; definition: ExportDefinition; sealed: string | null },
  { author, at }: Authorship,
): Promise<void> {
  const goesOn = changes.enabled && nextFrom !== null;
  await tx
    .updateTable('exports')
    .set({
      ...{ enabled: changes.enabled, sealed: changes.sealed, updatedAt: at, updatedBy: author },
      definition: JSON.stringify(changes.definition),
      dueAt: goesOn ? dueAtOf(definition.times, nextFrom.getTime()) : null,
    })
    .where('id', '=', id)
    .execute();
}

/** With all that is known of its runs; what they wrote stays. False when the project has no such export. */
export async function deleteExport(tx: Records, project: ProjectScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('exports')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Exports whose next window has come are taken together. */
const AT_ONCE = 100;

/**
 * Begins the next window of each export that is due and has none before it that is not done, so that none is left out.
 * How many were begun.
 */
export async function beginDue(records: Records, nowMs: number, newId: () => string): Promise<number> {
  const at = new Date(nowMs);
  return records.transaction().execute(async (tx) => {
    const due = await tx
      .selectFrom('exports')
      .selectAll()
      .where('dueAt', '<=', at)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('exportRuns')
              .select('exportRuns.id')
              .whereRef('exportRuns.exportId', '=', 'exports.id')
              .where('exportRuns.state', '!=', 'done'),
          ),
        ),
      )
      .orderBy('dueAt')
      .limit(AT_ONCE)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { id, projectId, definition, nextFrom } of due) {
      const { times } = definition;
      if (times.every === 'once' || nextFrom === null) continue;
      const window = exportWindowAt(times, nextFrom.getTime());
      await insertRun(tx, scopeTo(projectId), { id: newId(), exportId: id, window, at });
      await tx
        .updateTable('exports')
        .set({ nextFrom: new Date(window.toMs), dueAt: dueAtOf(times, window.toMs) })
        .where('id', '=', id)
        .execute();
    }
    return due.length;
  });
}
