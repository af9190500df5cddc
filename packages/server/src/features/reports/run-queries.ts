import type { Page } from '@pharos/core/api/common';
import type { ReportRun, ReportRunDetail, reportRunQuery } from '@pharos/core/api/reports';
import type { MadeReport } from '@pharos/core/reports/made';
import type { ReportRequest } from '@pharos/core/reports/report';
import { type Selectable, sql } from 'kysely';
import type { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { comesAfter, newestPage } from '../../store/records/newest-first.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Of a project that wait or are made: more is not asked for at once. */
const MAX_WAITING = 20;
/** The archive of a project. */
export const MAX_KEPT = 1_000;

/** What a list shows: neither what was asked for in whole nor what it says, which are long. */
const COLUMNS = [
  ...(['id', 'reportId', 'state', 'step', 'steps', 'scheduledFor', 'askedBy', 'createdAt'] as const),
  ...(['finishedAt', 'error', 'sent', 'beginsAt', 'endsAt'] as const),
];
const SUMMARY = [
  ...COLUMNS,
  sql<string>`request->>'name'`.as('name'),
  sql<string>`request->>'timeZone'`.as('timeZone'),
];
type Row = Pick<Selectable<Tables['reportRuns']>, (typeof COLUMNS)[number]> & {
  name: string;
  timeZone: string;
};

/** A page, the newest first. */
export async function runsOf(
  records: Records,
  project: ProjectScope,
  { report, cursor, limit }: z.output<typeof reportRunQuery>,
): Promise<Page<ReportRun>> {
  let query = records.selectFrom('reportRuns').select(SUMMARY).where('projectId', '=', project);
  if (report !== undefined) query = query.where('reportId', '=', report);
  const rows = await query
    .where(comesAfter('createdAt', cursor))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return newestPage(rows, limit, present, (each) => each.createdAt);
}

/** With what it says; undefined when the project has no such run. */
export async function runOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<ReportRunDetail | undefined> {
  const row = await records
    .selectFrom('reportRuns')
    .select([...SUMMARY, 'request', 'made'])
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { ...present(row), request: row.request, made: row.made };
}

/** The latest of each report. */
export async function latestRuns(
  records: Records,
  reportIds: readonly string[],
): Promise<Map<string, ReportRun>> {
  if (reportIds.length === 0) return new Map();
  const rows = await records
    .selectFrom('reportRuns')
    .select(SUMMARY)
    .distinctOn('reportId')
    .where('reportId', 'in', [...reportIds])
    .orderBy('reportId')
    .orderBy('createdAt', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.reportId ?? '', present(row)]));
}

const present = (row: Row): ReportRun => ({
  ...{ id: row.id, reportId: row.reportId, name: row.name, timeZone: row.timeZone, state: row.state },
  ...{ step: row.step, steps: row.steps, askedBy: row.askedBy, error: row.error, sent: row.sent },
  scheduledFor: row.scheduledFor?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  from: row.beginsAt?.toISOString() ?? null,
  to: row.endsAt?.toISOString() ?? null,
});

export interface Asked {
  id: string;
  reportId: string | null;
  request: ReportRequest;
  scheduledFor: Date | null;
  askedBy: string | null;
  at: Date;
}

/** Has a report made. A time of a schedule is asked for once. @throws ApiError when somebody asks for too many at once. */
export async function queueRun(
  tx: Records,
  project: ProjectScope,
  { id, reportId, request, scheduledFor, askedBy, at }: Asked,
): Promise<ReportRun | undefined> {
  if (askedBy !== null) {
    const { count } = await tx
      .selectFrom('reportRuns')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('projectId', '=', project)
      .where('state', 'in', ['queued', 'running'])
      .executeTakeFirstOrThrow();
    if (Number(count) >= MAX_WAITING)
      throw new ApiError('conflict', { message: `${MAX_WAITING} reports are being made already.` });
  }
  const row = await tx
    .insertInto('reportRuns')
    .values({
      ...{ id, projectId: project, reportId, state: 'queued', scheduledFor, askedBy, createdAt: at },
      request: JSON.stringify(request),
    })
    .onConflict((conflict) => conflict.columns(['reportId', 'scheduledFor']).doNothing())
    .returning(SUMMARY)
    .executeTakeFirst();
  return row && present(row);
}

/** Whether the project has such a run. */
export async function isRun(records: Records, project: ProjectScope, id: string): Promise<boolean> {
  const row = await records
    .selectFrom('reportRuns')
    .select('id')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return row !== undefined;
}

/** False when the project has no such run, or it is still being made. */
export async function deleteRun(tx: Records, project: ProjectScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('reportRuns')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .where('state', 'in', ['done', 'failed'])
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** When the last report of a run's project was made. */
const LAST_MADE = sql<Date | null>`(select max(made.finished_at) from report_runs made where made.project_id = report_runs.project_id)`;

/** A run that is to be made by whoever took it. */
export interface Taken {
  id: string;
  project: string;
  request: ReportRequest;
  reportId: string | null;
  /** How often it was begun, this time included: whoever began it last has the word. */
  attempt: number;
  /** For when it is made: what its period is counted from. */
  atMs: number;
}

/**
 * Takes a run, until a time in which nobody else does; also one whose maker fell silent. Projects take turns: that comes first for
 * which nothing was made for the longest time, and of its runs the one that has waited longest.
 */
export async function takeRun(
  records: Records,
  { now, leasedUntil }: { now: Date; leasedUntil: Date },
): Promise<Taken | undefined> {
  const row = await records
    .updateTable('reportRuns')
    .set(({ eb }) => ({ state: 'running', leasedUntil, step: 0, attempts: eb('attempts', '+', 1) }))
    .where(
      'id',
      '=',
      records
        .selectFrom('reportRuns')
        .select('id')
        .where(({ eb, or, and }) =>
          or([eb('state', '=', 'queued'), and([eb('state', '=', 'running'), eb('leasedUntil', '<=', now)])]),
        )
        .orderBy(LAST_MADE, (order) => order.asc().nullsFirst())
        .orderBy('createdAt')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'projectId', 'reportId', 'request', 'attempts', 'scheduledFor', 'createdAt'])
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, projectId, reportId, request, attempts, scheduledFor, createdAt } = row;
  const atMs = (scheduledFor ?? createdAt).getTime();
  return { id, project: projectId, reportId, request, attempt: attempts, atMs };
}

/** How far it is, for those who wait, and that whoever makes it is still there. */
export async function noteProgress(
  records: Records,
  { id, attempt }: Taken,
  progress: { step: number; steps: number; leasedUntil: Date },
): Promise<void> {
  await own(records, id, attempt).set(progress).execute();
}

/** Notes what it came to; false when another has taken it over. */
export async function finishRun(
  tx: Records,
  { id, attempt }: Taken,
  outcome: { made: MadeReport; sent: number } | { error: string },
  at: Date,
): Promise<boolean> {
  const over = { finishedAt: at, leasedUntil: null };
  const { numUpdatedRows } = await own(tx, id, attempt)
    .set(
      'error' in outcome
        ? { ...over, state: 'failed', error: outcome.error.slice(0, 500) }
        : {
            ...{ ...over, state: 'done', sent: outcome.sent, made: JSON.stringify(outcome.made) },
            ...{ beginsAt: new Date(outcome.made.from), endsAt: new Date(outcome.made.to) },
          },
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const own = (records: Records, id: string, attempt: number) =>
  records
    .updateTable('reportRuns')
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('attempts', '=', attempt);

/** Forgets what is beyond the archive, the oldest first. */
export async function trimArchive(records: Records, projectId: string): Promise<void> {
  await sql`delete from report_runs where project_id = ${projectId} and state in ('done', 'failed') and id in (
    select id from report_runs where project_id = ${projectId} order by created_at desc, id desc offset ${MAX_KEPT}
  )`.execute(records);
}
