import type { Share } from '@pharos/core/api/dashboards';
import type { Variable } from '@pharos/core/dashboards/dashboard';
import type { Selectable } from 'kysely';
import { ApiError } from '../../errors.ts';
import { sha256 } from '../../ids.ts';
import type { Records, Tables } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Links to one dashboard at the same time. */
export const MAX_SHARES = 50;
const NOTE_OPENING_EVERY_MS = 60_000;

export interface NewShare {
  id: string;
  dashboardId: string;
  token: string;
  range: string;
  variables: readonly Variable[];
  createdAt: Date;
  createdBy: string;
  expiresAt: Date;
}

/** Links that still open the dashboard, newest first. */
export async function sharesOf(
  records: Records,
  project: ProjectScope,
  dashboardId: string,
  now: Date,
): Promise<Share[]> {
  const rows = await records
    .selectFrom('dashboardShares')
    .selectAll()
    .where('projectId', '=', project)
    .where('dashboardId', '=', dashboardId)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(present);
}

/**
 * Stores a link, in a transaction of the caller's; those that have expired go.
 * @throws ApiError when there are too many.
 */
export async function insertShare(
  tx: Records,
  project: ProjectScope,
  { token, variables, ...share }: NewShare,
): Promise<Share> {
  await tx
    .deleteFrom('dashboardShares')
    .where('projectId', '=', project)
    .where('expiresAt', '<=', share.createdAt)
    .execute();
  const live = await sharesOf(tx, project, share.dashboardId, share.createdAt);
  if (live.length >= MAX_SHARES)
    throw new ApiError('conflict', { message: `There are ${MAX_SHARES} links to this dashboard already.` });
  const row = await tx
    .insertInto('dashboardShares')
    .values({
      ...share,
      projectId: project,
      tokenHash: sha256(token),
      variables: JSON.stringify(variables),
      lastOpenedAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return present(row);
}

/** Takes a link back. False when the dashboard has no such link. */
export async function deleteShare(
  records: Records,
  project: ProjectScope,
  dashboardId: string,
  id: string,
): Promise<boolean> {
  const result = await records
    .deleteFrom('dashboardShares')
    .where('projectId', '=', project)
    .where('dashboardId', '=', dashboardId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Notes that a link was opened, once a minute. */
export async function noteOpening(records: Records, id: string, nowMs: number): Promise<void> {
  const before = new Date(nowMs - NOTE_OPENING_EVERY_MS);
  await records
    .updateTable('dashboardShares')
    .set({ lastOpenedAt: new Date(nowMs) })
    .where('id', '=', id)
    .where((e) => e.or([e('lastOpenedAt', 'is', null), e('lastOpenedAt', '<=', before)]))
    .execute();
}

const present = (row: Selectable<Tables['dashboardShares']>): Share => ({
  id: row.id,
  createdAt: row.createdAt.toISOString(),
  createdBy: row.createdBy,
  expiresAt: row.expiresAt.toISOString(),
  lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
  range: row.range,
  values: valuesOf(row.variables),
});

/** What each variable is settled to. */
export const valuesOf = (variables: readonly Variable[]): Record<string, string[]> =>
  Object.fromEntries(variables.map(({ name, values }) => [name, values]));
