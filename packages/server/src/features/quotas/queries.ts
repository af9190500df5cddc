import type { QuotaRaise, StoredQuota } from '@pharos/core/api/quotas';
import type { QuotaInput } from '@pharos/core/quotas/quota';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import type { Authorship } from '../../http/authorship.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Of a project: each check looks at all of them. */
export const MAX_QUOTAS = 200;
/** Of a quota, in force. */
export const MAX_RAISES = 1_000;

/** In order of making. */
export async function quotasOf(records: Records, project: string): Promise<StoredQuota[]> {
  const rows = await inProject(records, project).orderBy('createdAt').orderBy('id').execute();
  return rows.map(presentQuota);
}

/** Undefined when the project has no such quota. */
export async function quotaOf(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<StoredQuota | undefined> {
  const row = await inProject(records, project).where('id', '=', id).executeTakeFirst();
  return row && presentQuota(row);
}

/** Projects that have quotas. */
export async function projectsWithQuotas(records: Records, most: number): Promise<string[]> {
  const rows = await records.selectFrom('quotas').select('projectId').distinct().limit(most).execute();
  return rows.map(({ projectId }) => projectId);
}

/** @throws ApiError when there are too many. */
export async function insertQuota(
  tx: Records,
  project: ProjectScope,
  id: string,
  quota: QuotaInput,
  { author, at }: Authorship,
): Promise<StoredQuota> {
  const { count } = await tx
    .selectFrom('quotas')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', project)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_QUOTAS)
    throw new ApiError('conflict', { message: `There are ${MAX_QUOTAS} quotas already.` });
  const row = { id, projectId: project, createdAt: at, updatedAt: at, updatedBy: author };
  await tx
    .insertInto('quotas')
    .values({ ...row, definition: JSON.stringify(quota) })
    .execute();
  return presentQuota({ ...row, definition: quota });
}

/** Undefined when the project has no such quota. */
export async function updateQuota(
  tx: Records,
  project: ProjectScope,
  id: string,
  quota: QuotaInput,
  { author, at }: Authorship,
): Promise<StoredQuota | undefined> {
  const row = await tx
    .updateTable('quotas')
    .set({ definition: JSON.stringify(quota), updatedAt: at, updatedBy: author })
    .where('projectId', '=', project)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row && presentQuota(row);
}

/** False when the project has no such quota. */
export async function deleteQuota(tx: Records, project: ProjectScope, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('quotas')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Of a project, those in force and the latest of those that are over; of one quota or all. */
export async function raisesOf(
  records: Records,
  project: string,
  { quotaId, inForceAt }: { quotaId?: string; inForceAt?: Date } = {},
): Promise<(QuotaRaise & { quotaId: string })[]> {
  let query = records.selectFrom('quotaRaises').selectAll().where('projectId', '=', project);
  if (quotaId !== undefined) query = query.where('quotaId', '=', quotaId);
  if (inForceAt !== undefined) {
    query = query
      .where('endedAt', 'is', null)
      .where((or) => or.or([or('expiresAt', 'is', null), or('expiresAt', '>', inForceAt)]));
  } else {
    query = query.limit(MAX_RAISES);
  }
  const rows = await query.orderBy('createdAt', 'desc').orderBy('id').execute();
  return rows.map((row) => ({ ...presentRaise(row), quotaId: row.quotaId }));
}

/** Those that are over for long make room. @throws ApiError when too many are in force. */
export async function insertRaise(
  tx: Records,
  raise: Selectable<Tables['quotaRaises']>,
): Promise<QuotaRaise> {
  const longAgo = new Date(raise.createdAt.getTime() - OVER_FOR_MS);
  await tx
    .deleteFrom('quotaRaises')
    .where('quotaId', '=', raise.quotaId)
    .where((or) => or.or([or('expiresAt', '<', longAgo), or('endedAt', '<', longAgo)]))
    .execute();
  const { count } = await tx
    .selectFrom('quotaRaises')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('quotaId', '=', raise.quotaId)
    .executeTakeFirstOrThrow();
  if (Number(count) >= MAX_RAISES)
    throw new ApiError('conflict', { message: `This quota has ${MAX_RAISES} raises already.` });
  await tx.insertInto('quotaRaises').values(raise).execute();
  return presentRaise(raise);
}
const OVER_FOR_MS = 90 * 86_400_000;

/** It stays in the list as one that was ended. False when the quota has no such raise in force. */
export async function endRaise(
  tx: Records,
  project: ProjectScope,
  quotaId: string,
  id: string,
  { author, at }: Authorship,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('quotaRaises')
    .set({ endedAt: at, endedBy: author })
    .where('projectId', '=', project)
    .where('quotaId', '=', quotaId)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where((or) => or.or([or('expiresAt', 'is', null), or('expiresAt', '>', at)]))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

const inProject = (records: Records, project: string) =>
  records.selectFrom('quotas').selectAll().where('projectId', '=', project);

const presentQuota = (row: Selectable<Tables['quotas']>): StoredQuota => ({
  id: row.id,
  ...row.definition,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  updatedBy: row.updatedBy,
});

const presentRaise = (row: Selectable<Tables['quotaRaises']>): QuotaRaise => ({
  id: row.id,
  subject: row.subject,
  limit: row.newLimit,
  add: row.addition,
  reason: row.reason,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  endedAt: row.endedAt?.toISOString() ?? null,
  endedBy: row.endedBy,
});
