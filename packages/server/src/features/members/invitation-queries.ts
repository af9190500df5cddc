import type { Role } from '@pharos/core/api/accounts';
import { sha256 } from '../../ids.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';

export const INVITATION_MS = 7 * 24 * 3_600_000;

export interface NewInvitation {
  id: string;
  projectId: string;
  token: string;
  email: string | null;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
}

export async function insertInvitation(
  records: Records,
  { token, ...invitation }: NewInvitation,
): Promise<void> {
  await records
    .insertInto('invitations')
    .values({ ...invitation, tokenHash: sha256(token) })
    .execute();
}

/** Invitations that can still be accepted. */
export const openInvitations = (records: Records, project: ProjectScope, now: Date) =>
  records
    .selectFrom('invitations')
    .select(['id', 'email', 'role', 'expiresAt'])
    .where('projectId', '=', project)
    .where('expiresAt', '>', now)
    .orderBy('createdAt')
    .orderBy('id')
    .execute();

/** False when the project has no such invitation. */
export async function withdrawInvitation(
  records: Records,
  project: ProjectScope,
  id: string,
): Promise<boolean> {
  const result = await records
    .deleteFrom('invitations')
    .where('projectId', '=', project)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** The invitation of that link while it can be accepted. */
export const invitationBy = (records: Records, token: string, now: Date) =>
  records
    .selectFrom('invitations')
    .innerJoin('projects', 'projects.id', 'invitations.projectId')
    .select([
      'invitations.id',
      'invitations.projectId',
      'invitations.email',
      'invitations.role',
      'projects.name as projectName',
    ])
    .where('tokenHash', '=', sha256(token))
    .where('expiresAt', '>', now)
    .executeTakeFirst();

/** Uses the invitation up: false when somebody else was quicker. */
export async function takeInvitation(tx: Records, id: string): Promise<boolean> {
  const result = await tx.deleteFrom('invitations').where('id', '=', id).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** Whoever is a member already stays in the role they have. */
export async function addMember(
  records: Records,
  member: { projectId: string; userId: string; role: Role; createdAt: Date },
): Promise<void> {
  await records
    .insertInto('members')
    .values(member)
    .onConflict((conflict) => conflict.columns(['projectId', 'userId']).doNothing())
    .execute();
}
