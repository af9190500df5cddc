import type { Me } from '@pharos/core/api/accounts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { auditRequest } from './audit.ts';
import type { Parts } from './parts.ts';
import { whoIs } from './who-is.ts';

/** Begins a login session for a user who just proved to be that user, and sets its cookie. */
export async function signIn(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
): Promise<Me> {
  const { token, caller } = await parts.sessions.begin(userId);
  parts.cookie.write(reply, token);
  request.caller = caller;
  await auditRequest(parts, parts.records, request, 'user.login', userId);
  return whoIs(parts.records, caller);
}

/**
 * Notes that somebody did not prove to be the user, or any user. The limit of attempts keeps the book from being filled
 * with it.
 */
export const noteFailedSignIn = (
  parts: Parts,
  request: FastifyRequest,
  userId: string | undefined,
): Promise<void> => auditRequest(parts, parts.records, request, 'user.login_failed', userId ?? 'unknown');
