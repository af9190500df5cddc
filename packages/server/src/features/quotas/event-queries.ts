import type { Page } from '@pharos/core/api/common';
import type { QuotaEvent } from '@pharos/core/api/quotas';
import type { Insertable, Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

export type NewEvent = Insertable<Tables['quotaEvents']>;

/** Of a project; the oldest go. */
export const MAX_EVENTS = 100_000;
/** Rows of one statement. */
const CHUNK = 500;

/** Notes what was crossed; what was noted before in the same window and under the same limit is not noted again. */
export async function insertEvents(
  records: Records,
  events: readonly NewEvent[],
  most = MAX_EVENTS,
): Promise<number> {
  let noted = 0;
  for (let from = 0; from < events.length; from += CHUNK) {
    const rows = await records
      .insertInto('quotaEvents')
      .values(events.slice(from, from + CHUNK))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute();
    noted += rows.length;
  }
  if (noted > 0) await dropOldest(records, new Set(events.map(({ projectId }) => projectId)), most);
  return noted;
}

async function dropOldest(records: Records, projects: ReadonlySet<string>, most: number): Promise<void> {
  for (const project of projects) {
    const oldest = await records
      .selectFrom('quotaEvents')
      .select('id')
      .where('projectId', '=', project)
      .orderBy('id', 'desc')
      .offset(most)
      .limit(1)
      .executeTakeFirst();
    if (oldest === undefined) continue;
    await records
      .deleteFrom('quotaEvents')
      .where('projectId', '=', project)
      .where('id', '<=', oldest.id)
      .execute();
  }
}

/** A page of what was crossed, newest first. */
export async function eventsOf(
  records: Records,
  project: ProjectScope,
  {
    quota,
    subject,
    cursor,
    limit,
  }: {
    quota?: string | undefined;
    subject?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page<QuotaEvent>> {
  let query = records.selectFrom('quotaEvents').selectAll().where('projectId', '=', project);
  if (quota !== undefined) query = query.where('quotaId', '=', quota);
  if (subject !== undefined) query = query.where('subject', '=', subject);
  if (cursor !== undefined) query = query.where('id', '<', idOf(cursor));
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const data = rows.slice(0, limit).map(present);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** @throws ApiError for what is no id of a row. */
export function idOf(cursor: string): number {
  if (!/^\d{1,9}$/.test(cursor)) throw new ApiError('invalid_request', { message: 'This is no cursor.' });
  return Number(cursor);
}

const present = (row: Selectable<Tables['quotaEvents']>): QuotaEvent => ({
  id: String(row.id),
  quotaId: row.quotaId,
  quotaName: row.quotaName,
  subject: row.subject,
  threshold: row.threshold,
  measure: row.measure,
  limit: row.limitAmount,
  used: row.used,
  windowStart: row.windowStart.toISOString(),
  at: row.at.toISOString(),
});
