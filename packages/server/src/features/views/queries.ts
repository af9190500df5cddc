import type { SavedView } from '@pharos/core/api/accounts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Saved views belong to one user in one project. */
export interface ViewOwner {
  project: ProjectScope;
  userId: string;
}

export const MAX_VIEWS = 200;

export const viewsOf = (records: Records, { project, userId }: ViewOwner): Promise<SavedView[]> =>
  records
    .selectFrom('savedViews')
    .select(['id', 'page', 'name', 'query'])
    .where('projectId', '=', project)
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(MAX_VIEWS)
    .execute();

export async function insertView(
  records: Records,
  { project, userId }: ViewOwner,
  view: SavedView,
  createdAt: Date,
): Promise<void> {
  await records
    .insertInto('savedViews')
    .values({ ...view, projectId: project, userId, createdAt })
    .execute();
}

/** False when the owner has no such view. */
export async function deleteView(
  records: Records,
  { project, userId }: ViewOwner,
  id: string,
): Promise<boolean> {
  const result = await records
    .deleteFrom('savedViews')
    .where('projectId', '=', project)
    .where('userId', '=', userId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
