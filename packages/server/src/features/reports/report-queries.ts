import type { StoredReport } from '@pharos/core/api/reports';
import { MAX_REPORTS, type Report } from '@pharos/core/reports/report';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Authorship } from '../../http/authorship.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { latestRuns } from './run-queries.ts';
import { checkSchedule, timesAfter } from './timetable.ts';

type Row = Selectable<Tables['reports']>;

const inProject = (records: Records, project: ProjectScope) =>
  records.selectFrom('reports').selectAll().where('projectId', '=', project);

/** In order of making. */
export async function reportsOf(records: Records, project: ProjectScope): Promise<StoredReport[]> {
  const rows = await inProject(records, project).orderBy('createdAt').orderBy('id').execute();
  return withRuns(records, rows);
}

/** Undefined when the project has no such report. */
export async function reportOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<StoredReport | undefined> {
  const row = await inProject(records, project).where('id', '=', id).executeTakeFirst();
  return row && (await withRuns(records, [row]))[0];
}

async function withRuns(records: Records, rows: readonly Row[]): Promise<StoredReport[]> {
  const latest = await latestRuns(
    records,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, definition, dueAt, createdAt, updatedAt, updatedBy }) => ({
    ...definition,
    ...{ id, updatedBy, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
    ...{ dueAt: dueAt?.toISOString() ?? null, lastRun: latest.get(id) ?? null },
  }));
}

/** @throws ApiError when there are too many, or its schedule cannot be read. */
export async function insertReport(
  tx: Records,
  project: ProjectScope,
  id: string,
  report: Report,
  { author, at }: Authorship,
): Promise<void> {
  const { count } = await tx
    .selectFrom('reports')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_REPORTS)
    throw new ApiError('conflict', { message: `There are ${MAX_REPORTS} reports already.` });
  await tx
    .insertInto('reports')
    .values({ id, projectId: project, createdAt: at, ...columnsOf(report, { author, at }) })
    .execute();
}

/** False when the project has no such report. @throws ApiError when its schedule cannot be read. */
export async function updateReport(
  tx: Records,
  project: ProjectScope,
  id: string,
  report: Report,
  by: Authorship,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('reports')
    .set(columnsOf(report, by))
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Its runs stay. False when the project has no such report. */
export async function deleteReport(tx: Records, project: ProjectScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('reports')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

function columnsOf(report: Report, { author, at }: Authorship) {
  const { schedule, timeZone } = report;
  if (schedule !== null) checkSchedule(schedule, timeZone, at.getTime());
  const dueAt = dueAfter(report, at.getTime());
  return { definition: JSON.stringify(report), dueAt, updatedAt: at, updatedBy: author };
}

/** When its schedule has it made next; null for none, also where there will be no such time. */
export function dueAfter({ schedule, enabled, timeZone }: Report, atMs: number): Date | null {
  if (schedule === null || !enabled) return null;
  return timesAfter(schedule, timeZone, atMs, 1)[0] ?? null;
}
