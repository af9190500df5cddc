import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.ts';
import { SESSION_MS } from './sessions.ts';

const NAME = 'pharos_session';

/** The browser's side of a login session. Over https the cookie never travels in the clear. */
export function createSessionCookie(publicUrl: string) {
  const { origin, protocol } = new URL(publicUrl);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: protocol === 'https:' } as const;
  return {
    read: (request: FastifyRequest): string | undefined => request.cookies[NAME],
    write: (reply: FastifyReply, token: string): unknown =>
      reply.setCookie(NAME, token, { ...options, maxAge: SESSION_MS / 1000 }),
    clear: (reply: FastifyReply): unknown => reply.clearCookie(NAME, options),

    /**
     * Refuses a change that another site made the browser send.
     * @throws ApiError `csrf`
     */
    refuseOtherSites(request: FastifyRequest): void {
      const site = request.headers['sec-fetch-site'];
      const from = request.headers.origin;
      const own = from === undefined || from === origin || hostOf(from) === request.headers.host;
      if (!own || (site !== undefined && site !== 'same-origin' && site !== 'none'))
        throw new ApiError('csrf');
    },
  };
}
export type SessionCookie = ReturnType<typeof createSessionCookie>;

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
