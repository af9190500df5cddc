import { memberSchema, memberUpdateSchema, type Role } from '@pharos/core/api/accounts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister, mayRead, mayReadInPerson } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { Records } from '../../store/records/tables.ts';
import type { ProjectScope } from '../../store/scope.ts';
import { invitations } from './invitation-routes.ts';
import { hasOtherOwner, memberOf, membersOf, removeMember, setRole } from './queries.ts';

const list = z.object({ data: z.array(memberSchema) });
const memberParams = z.object({ projectId: z.string(), userId: z.string() });

/** What others do with members. */
export interface MemberUses {
  /** @throws ApiError naming what still counts on a member who is about to go */
  checkUnused(tx: Records, project: ProjectScope, userId: string): Promise<void>;
}

/** Who is in a project, in which role. */
export const members =
  (parts: Parts, { checkUnused }: MemberUses): Plugin =>
  (routes) => {
    const { records } = parts;
    invitations(parts)(routes);

    routes.get(
      '/api/v1/projects/:projectId/members',
      { config: { access: mayRead }, schema: { response: { 200: list } } },
      async ({ project }) => {
        const rows = await membersOf(records, project);
        return { data: rows.map(({ createdAt, ...row }) => ({ ...row, since: createdAt.toISOString() })) };
      },
    );

    routes.patch(
      '/api/v1/projects/:projectId/members/:userId',
      {
        config: { access: mayAdminister },
        schema: { params: memberParams, body: memberUpdateSchema, response: { 204: z.null() } },
      },
      async (request, reply) => {
        const { userId } = request.params;
        const { role } = request.body;
        await records.transaction().execute(async (tx) => {
          const from = await roleToLeave(tx, request.project, userId, role);
          if (from === 'owner' || role === 'owner') ownersOnly(request);
          await setRole(tx, request.project, userId, role);
          await auditRequest(parts, tx, request, `member.${role}`, userId);
        });
        return reply.code(204).send(null);
      },
    );

    routes.delete(
      '/api/v1/projects/:projectId/members/:userId',
      // Everyone may leave; removing somebody else takes an admin.
      {
        config: { access: mayReadInPerson },
        schema: { params: memberParams, response: { 204: z.null() } },
      },
      async (request, reply) => {
        const { userId } = request.params;
        const leaving = userId === request.user.userId;
        if (!leaving && request.grant?.role !== 'owner' && request.grant?.role !== 'admin') {
          throw new ApiError('forbidden');
        }
        await records.transaction().execute(async (tx) => {
          const from = await roleToLeave(tx, request.project, userId, undefined);
          if (from === 'owner' && !leaving) ownersOnly(request);
          await checkUnused(tx, request.project, userId);
          await removeMember(tx, request.project, userId);
          await auditRequest(parts, tx, request, 'member.remove', userId);
        });
        return reply.code(204).send(null);
      },
    );
  };

/** The role that the member has and is about to lose; the last owner cannot. */
async function roleToLeave(
  tx: Records,
  project: ProjectScope,
  userId: string,
  next: Role | undefined,
): Promise<Role> {
  const member = await memberOf(tx, project, userId);
  if (member === undefined) throw new ApiError('not_found');
  if (member.role === 'owner' && next !== 'owner' && !(await hasOtherOwner(tx, project, userId))) {
    throw new ApiError('last_owner');
  }
  return member.role;
}

function ownersOnly({ grant }: FastifyRequest): void {
  if (grant?.role !== 'owner')
    throw new ApiError('forbidden', { message: 'Only an owner makes or unmakes owners.' });
}
