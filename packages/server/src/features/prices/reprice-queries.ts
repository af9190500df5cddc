import type { RepriceJob } from '@pharos/core/api/prices';
import type { TimeRange } from '@pharos/core/time';
import { isoFromNs } from '@pharos/core/time';
import { sql } from 'kysely';
import type { Records } from '../../store/records/tables.ts';
import { type ProjectScope, scopeTo } from '../../store/scope.ts';
import type { ChargeCursor } from '../../store/telemetry/charges.ts';

const LISTED = 20;

/** A job as whoever runs it needs it. */
export interface RunningJob {
  id: string;
  project: ProjectScope;
  range: TimeRange;
  spans: number;
  done: number;
  changed: number;
  before: string;
  after: string;
  cursor: ChargeCursor | undefined;
}

/** The latest jobs of a project, the newest first. */
export async function repriceJobsOf(records: Records, projectId: string): Promise<RepriceJob[]> {
  const rows = await records
    .selectFrom('repriceJobs')
    .selectAll()
    .where('projectId', '=', projectId)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(LISTED)
    .execute();
  return rows.map(({ id, state, spans, done, changed, before, after, error, createdBy, ...row }) => ({
    ...{ id, state, spans, done, changed, before, after, createdBy },
    from: isoFromNs(BigInt(row.fromNs)),
    to: isoFromNs(BigInt(row.toNs)),
    createdAt: row.createdAt.toISOString(),
    ...(error === '' ? {} : { error }),
    ...(row.finishedAt && { finishedAt: row.finishedAt.toISOString() }),
  }));
}

/** Puts a job in line. False while another of the project is not finished. */
export async function insertRepriceJob(
  records: Records,
  job: { id: string; projectId: string; range: TimeRange; createdBy: string; at: Date },
): Promise<boolean> {
  const { id, projectId, range, createdBy, at } = job;
  const result = await records
    .insertInto('repriceJobs')
    .values({
      ...{ id, projectId, fromNs: range.fromNs, toNs: range.toNs, state: 'waiting' },
      ...{ spans: 0, done: 0, changed: 0, before: '0', after: '0', cursor: null, error: '' },
      ...{ createdAt: at, createdBy, leasedUntil: at, finishedAt: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** False when there is no such job that is not finished. */
export async function cancelRepriceJob(
  records: Records,
  projectId: string,
  id: string,
  at: Date,
): Promise<boolean> {
  const result = await records
    .updateTable('repriceJobs')
    .set({ state: 'cancelled', finishedAt: at })
    .where('id', '=', id)
    .where('projectId', '=', projectId)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The oldest job that nobody runs, now leased to whoever asks. */
export async function takeRepriceJob(
  records: Records,
  now: Date,
  leasedUntil: Date,
): Promise<RunningJob | undefined> {
  const row = await records
    .updateTable('repriceJobs')
    .set({ state: 'running', leasedUntil })
    .where('id', '=', (from) =>
      from
        .selectFrom('repriceJobs')
        .select('id')
        .where('state', 'in', ['waiting', 'running'])
        .where('leasedUntil', '<=', now)
        .orderBy('createdAt')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, projectId, spans, done, changed, before, after, cursor } = row;
  return {
    ...{ id, project: scopeTo(projectId), spans, done, changed, before, after },
    range: { fromNs: BigInt(row.fromNs), toNs: BigInt(row.toNs) },
    cursor: cursor ? { ...cursor, startNs: BigInt(cursor.startNs) } : undefined,
  };
}

/** Notes how far a job is. False when it was cancelled meanwhile. */
export async function noteReprice(
  records: Records,
  { id, spans, done, changed, before, after, cursor }: RunningJob,
  leasedUntil: Date,
): Promise<boolean> {
  const at = cursor ? JSON.stringify({ ...cursor, startNs: String(cursor.startNs) }) : null;
  const result = await records
    .updateTable('repriceJobs')
    .set({ spans, done, changed, before, after, cursor: sql`${at}::json`, leasedUntil })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function finishReprice(
  records: Records,
  id: string,
  { state, error }: { state: 'done' | 'failed'; error: string },
  at: Date,
): Promise<void> {
  await records
    .updateTable('repriceJobs')
    .set({ state, error, finishedAt: at })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
}
