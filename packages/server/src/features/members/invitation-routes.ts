import {
  invitationAcceptSchema,
  invitationCreatedSchema,
  invitationCreateSchema,
  invitationPreviewSchema,
  invitationSchema,
  linkLoginSchema,
  meSchema,
} from '@pharos/core/api/accounts';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import { hashPassword, passwordFits } from '../../http/passwords.ts';
import type { Routes } from '../../http/routes.ts';
import { noteFailedSignIn, signIn } from '../../http/sign-in.ts';
import { insertUser, userByEmail } from '../../store/records/users.ts';
import {
  addMember,
  INVITATION_MS,
  insertInvitation,
  invitationBy,
  openInvitations,
  takeInvitation,
  withdrawInvitation,
} from './invitation-queries.ts';

const list = z.object({ data: z.array(invitationSchema) });
const invitationParams = z.object({ projectId: z.string(), invitationId: z.string() });

/** Invitations by link: made by an admin, accepted once within seven days by whoever holds the link. */
export const invitations =
  (parts: Parts) =>
  (routes: Routes): void => {
    const { records, clock, ids, cookie, attempts, publicUrl } = parts;
    const now = () => new Date(clock.nowMs());

    routes.get(
      '/api/v1/projects/:projectId/invitations',
      { config: { access: mayAdminister }, schema: { response: { 200: list } } },
      async ({ project }) => {
        const rows = await openInvitations(records, project, now());
        return { data: rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() })) };
      },
    );

    routes.post(
      '/api/v1/projects/:projectId/invitations',
      {
        config: { access: mayAdminister },
        schema: { body: invitationCreateSchema, response: { 201: invitationCreatedSchema } },
      },
      async (request, reply) => {
        const { role } = request.body;
        if (role === 'owner' && request.grant?.role !== 'owner') {
          throw new ApiError('forbidden', { message: 'Only an owner makes or unmakes owners.' });
        }
        const id = ids.id();
        const email = request.body.email?.toLowerCase() ?? null;
        const token = ids.secret();
        const expiresAt = new Date(clock.nowMs() + INVITATION_MS);
        const invitation = {
          id,
          projectId: request.project,
          token,
          email,
          role,
          createdAt: now(),
          expiresAt,
        };
        await records.transaction().execute(async (tx) => {
          await insertInvitation(tx, invitation);
          await auditRequest(parts, tx, request, 'invitation.create', id);
        });
        const link = `${publicUrl}/invite?token=${token}`;
        return reply.code(201).send({ id, email, role, expiresAt: expiresAt.toISOString(), link });
      },
    );

    routes.delete(
      '/api/v1/projects/:projectId/invitations/:invitationId',
      {
        config: { access: mayAdminister },
        schema: { params: invitationParams, response: { 204: z.null() } },
      },
      async (request, reply) => {
        await records.transaction().execute(async (tx) => {
          const { invitationId } = request.params;
          if (!(await withdrawInvitation(tx, request.project, invitationId))) throw new ApiError('not_found');
          await auditRequest(parts, tx, request, 'invitation.withdraw', invitationId);
        });
        return reply.code(204).send(null);
      },
    );

    routes.post(
      '/api/v1/invitations/preview',
      {
        config: { access: 'open' },
        schema: { body: linkLoginSchema, response: { 200: invitationPreviewSchema } },
      },
      async (request) => {
        attempts.attempt(request.ip);
        const invitation = await invitationBy(records, request.body.token, now());
        if (invitation === undefined) throw new ApiError('invalid_link');
        attempts.succeeded(request.ip);
        const { projectName, email, role } = invitation;
        return { projectName, email, role };
      },
    );

    routes.post(
      '/api/v1/invitations/accept',
      { config: { access: 'open' }, schema: { body: invitationAcceptSchema, response: { 200: meSchema } } },
      async (request, reply) => {
        cookie.refuseOtherSites(request);
        const { token, name, password } = request.body;
        const email = request.body.email.toLowerCase();
        attempts.attempt(request.ip, email);
        const invitation = await invitationBy(records, token, now());
        if (invitation === undefined) throw new ApiError('invalid_link');
        if (invitation.email !== null && invitation.email !== email) {
          throw new ApiError('forbidden', { message: 'This invitation is for another email address.' });
        }
        // Who has an account already joins with it, and proves to be its owner.
        const known = await userByEmail(records, email);
        if (known !== undefined && !(await passwordFits(known.passwordHash, password))) {
          await noteFailedSignIn(parts, request, known.id);
          throw new ApiError('invalid_credentials');
        }
        const userId = known?.id ?? ids.id();
        const passwordHash = known === undefined ? await hashPassword(password) : '';
        await records.transaction().execute(async (tx) => {
          if (!(await takeInvitation(tx, invitation.id))) throw new ApiError('invalid_link');
          const isNew = known === undefined;
          const user = { id: userId, email, name, passwordHash, createdAt: now() };
          if (isNew && !(await insertUser(tx, user))) {
            // The password is to be that of an account which was not there a moment ago.
            throw new ApiError('conflict', {
              message: 'An account with this email was made at the same moment. Try again to join with it.',
            });
          }
          const { projectId, role } = invitation;
          await addMember(tx, { projectId, userId, role, createdAt: now() });
          // Nobody was signed in when the request came.
          await auditRequest(parts, tx, request, 'invitation.accept', invitation.id, {
            actor: `user:${userId}`,
            projectId,
          });
        });
        attempts.succeeded(request.ip, email);
        return signIn(parts, request, reply, userId);
      },
    );
  };
