import type { Role } from '@pharos/core/api/accounts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

export const membersOf = (records: Records, project: ProjectScope) =>
  records
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.userId')
    .select(['users.id', 'users.email', 'users.name', 'members.role', 'members.createdAt'])
    .where('members.projectId', '=', project)
    .orderBy('members.createdAt')
    .orderBy('users.id')
    .execute();

export const memberOf = (records: Records, project: ProjectScope, userId: string) =>
  records
    .selectFrom('members')
    .select('role')
    .where('projectId', '=', project)
    .where('userId', '=', userId)
    .executeTakeFirst();

/**
 * Whether somebody else owns the project too. Locks the owners until the transaction ends, so that two owners who
 * leave at the same time do not both leave.
 */
export async function hasOtherOwner(tx: Records, project: ProjectScope, userId: string): Promise<boolean> {
  const owners = await tx
    .selectFrom('members')
    .select('userId')
    .where('projectId', '=', project)
    .where('role', '=', 'owner')
    .forUpdate()
    .execute();
  return owners.some((owner) => owner.userId !== userId);
}

export async function setRole(
  records: Records,
  project: ProjectScope,
  userId: string,
  role: Role,
): Promise<void> {
  await records
    .updateTable('members')
    .set({ role })
    .where('projectId', '=', project)
    .where('userId', '=', userId)
    .execute();
}

export async function removeMember(records: Records, project: ProjectScope, userId: string): Promise<void> {
  await records.deleteFrom('members').where('projectId', '=', project).where('userId', '=', userId).execute();
}
