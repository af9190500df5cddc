import { linkLoginSchema, loginSchema, meSchema, passwordChangeSchema } from '@pharos/core/api/accounts';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import { hashPassword, passwordFits } from '../../http/passwords.ts';
import type { Plugin } from '../../http/routes.ts';
import { noteFailedSignIn, signIn } from '../../http/sign-in.ts';
import { whoIs } from '../../http/who-is.ts';
import { userByEmail } from '../../store/records/users.ts';
import { useLoginLink } from './login-links.ts';
import { passwordHashOf, setPassword } from './queries.ts';

/** Signing in and out, and who one is. */
export const accounts = (parts: Parts): Plugin => {
  const { records, sessions, cookie, clock, attempts } = parts;

  return (routes) => {
    routes.get(
      '/api/v1/me',
      { config: { access: 'signedIn' }, schema: { response: { 200: meSchema } } },
      async ({ caller }) => {
        if (caller === null) throw new ApiError('unauthenticated');
        return whoIs(records, caller);
      },
    );

    routes.post(
      '/api/v1/login',
      { config: { access: 'open' }, schema: { body: loginSchema, response: { 200: meSchema } } },
      async (request, reply) => {
        cookie.refuseOtherSites(request);
        const { email, password } = request.body;
        attempts.attempt(request.ip, email);
        const user = await userByEmail(records, email);
        const fits = await passwordFits(user?.passwordHash, password);
        if (user === undefined || !fits) {
          await noteFailedSignIn(parts, request, user?.id);
          throw new ApiError('invalid_credentials');
        }
        attempts.succeeded(request.ip, email);
        return signIn(parts, request, reply, user.id);
      },
    );

    routes.post(
      '/api/v1/login/link',
      { config: { access: 'open' }, schema: { body: linkLoginSchema, response: { 200: meSchema } } },
      async (request, reply) => {
        cookie.refuseOtherSites(request);
        attempts.attempt(request.ip);
        const userId = await useLoginLink(records, clock.nowMs(), request.body.token);
        if (userId === undefined) {
          await noteFailedSignIn(parts, request, undefined);
          throw new ApiError('invalid_link');
        }
        attempts.succeeded(request.ip);
        return signIn(parts, request, reply, userId);
      },
    );

    routes.post(
      '/api/v1/logout',
      { config: { access: 'user' }, schema: { response: { 204: z.null() } } },
      async (request, reply) => {
        const token = cookie.read(request);
        if (token !== undefined) await sessions.end(token);
        await auditRequest(parts, records, request, 'user.logout', request.user.userId);
        cookie.clear(reply);
        return reply.code(204).send(null);
      },
    );

    routes.post(
      '/api/v1/me/password',
      { config: { access: 'user' }, schema: { body: passwordChangeSchema, response: { 204: z.null() } } },
      async (request, reply) => {
        const { userId, email } = request.user;
        const { current, password } = request.body;
        const stored = await passwordHashOf(records, userId);
        if (stored !== null) {
          attempts.attempt(request.ip, email);
          if (!(await passwordFits(stored, current ?? ''))) {
            await noteFailedSignIn(parts, request, userId);
            throw new ApiError('invalid_credentials');
          }
          attempts.succeeded(request.ip, email);
        }
        const passwordHash = await hashPassword(password);
        await records.transaction().execute(async (tx) => {
          await setPassword(tx, userId, passwordHash);
          await auditRequest(parts, tx, request, 'user.password', userId);
        });
        // Whoever else was signed in as this user has to know the new password.
        await sessions.endAll(userId, cookie.read(request));
        return reply.code(204).send(null);
      },
    );
  };
};
