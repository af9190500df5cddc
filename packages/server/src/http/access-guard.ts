import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from './access.ts';
import { type AuthParts, admit } from './auth.ts';
import { OPEN_ROUTES } from './open-routes.ts';

/** A registered route and what it asks of its caller. */
export interface GuardedRoute {
  method: string;
  url: string;
  access: Access;
  /** Left out of the API's description: another path, or another system's name, for something else that is in it. */
  hidden: boolean;
}

/**
 * Denies by default: a route that does not declare its access, or is open without being listed, cannot be
 * registered. Returns the list of all routes, which grows as they are registered.
 */
export function guardRoutes(server: FastifyInstance, auth: AuthParts): readonly GuardedRoute[] {
  const guarded: GuardedRoute[] = [];

  server.addHook('onRoute', ({ method, url, config, schema }) => {
    const access = config?.access;
    for (const each of [method].flat()) {
      const route = `${each} ${url}`;
      if (access === undefined) throw new Error(`The route ${route} does not declare its access.`);
      if (access === 'open' && each !== 'HEAD' && !OPEN_ROUTES.includes(route)) {
        throw new Error(`The route ${route} is open but not on the list of open routes.`);
      }
      guarded.push({
        method: each,
        url,
        access,
        hidden: (schema as { hide?: boolean } | undefined)?.hide === true,
      });
    }
  });

  server.addHook('onReady', async () => {
    const open = new Set(
      guarded.filter(({ access }) => access === 'open').map((r) => `${r.method} ${r.url}`),
    );
    const missing = OPEN_ROUTES.filter((route) => !open.has(route));
    if (missing.length > 0) throw new Error(`Listed as open but not so: ${missing.join(', ')}.`);
  });

  server.decorateRequest('caller', null);
  server.decorateRequest('grant', null);
  server.decorateRequest('project', {
    getter(this: FastifyRequest) {
      if (this.grant === null) throw new Error('This route asked for no project.');
      return this.grant.project;
    },
  });
  server.decorateRequest('user', {
    getter(this: FastifyRequest) {
      if (this.caller?.type !== 'user') throw new Error('This route did not ask for a user.');
      return this.caller;
    },
  });

  server.addHook('onRequest', async (request, reply) => {
    const access = request.routeOptions.config.access;
    // Without access it is no route at all, and the answer is 404.
    if (access !== undefined) await admit(auth, access, request, reply);
  });

  return guarded;
}
