import type { ProjectUpdate } from '@pharos/core/api/accounts';
import type { Records } from '../../store/records/tables.ts';

export interface NewProject {
  id: string;
  name: string;
  createdAt: Date;
}

/** Stores the project with its first member, who owns it. */
export async function insertProject(records: Records, project: NewProject, ownerId: string): Promise<void> {
  await records.insertInto('projects').values(project).execute();
  await records
    .insertInto('members')
    .values({ projectId: project.id, userId: ownerId, role: 'owner', createdAt: project.createdAt })
    .execute();
}

/** Undefined when there is no such project. */
export const updateProject = (records: Records, id: string, change: ProjectUpdate) =>
  records.updateTable('projects').set(change).where('id', '=', id).returningAll().executeTakeFirst();

/** Everything the records hold of the project goes with it. */
export async function deleteProject(records: Records, id: string): Promise<void> {
  await records.deleteFrom('projects').where('id', '=', id).execute();
}
