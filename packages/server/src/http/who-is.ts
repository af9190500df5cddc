import type { Me } from '@pharos/core/api/accounts';
import type { Records } from '../store/records/tables.ts';
import { roleOfKey } from './access.ts';
import type { Caller } from './auth.ts';

/** Who the caller is and which projects it may see. */
export async function whoIs(records: Records, caller: Caller): Promise<Me> {
  const rows = await projectsOf(records, caller);
  const projects = rows.map(({ createdAt, ...project }) => ({
    ...project,
    createdAt: createdAt.toISOString(),
  }));
  if (caller.type === 'key') return { user: null, projects, csrfToken: null };
  const { userId: id, email, name, csrfToken } = caller;
  return { user: { id, email, name }, projects, csrfToken };
}

async function projectsOf(records: Records, caller: Caller) {
  if (caller.type === 'user') {
    return records
      .selectFrom('members')
      .innerJoin('projects', 'projects.id', 'members.projectId')
      .select([
        'projects.id',
        'projects.name',
        'projects.displayCurrency',
        'projects.createdAt',
        'members.role',
      ])
      .where('members.userId', '=', caller.userId)
      .orderBy('projects.name')
      .orderBy('projects.id')
      .execute();
  }
  const rows = await records
    .selectFrom('projects')
    .select(['id', 'name', 'displayCurrency', 'createdAt'])
    .where('id', '=', caller.project)
    .execute();
  return rows.map((row) => ({ ...row, role: roleOfKey(caller.scopes) }));
}
