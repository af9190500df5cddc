import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { ProjectScope } from '../store/scope.ts';
import type { Access } from './access.ts';
import type { Caller, Grant } from './auth.ts';
import type { UserCaller } from './sessions.ts';

/** What routes are registered on: schemas are zod, and handlers get their types from them. */
export type Routes = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** A slice or a receiver as the server mounts it: it registers its routes, each with `config.access`. */
export type Plugin = (routes: Routes) => void | Promise<void>;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Who asks; null on open routes. */
    caller: Caller | null;
    /** The right to a project that the route asked for; null when it asked for none. */
    grant: Grant | null;
    /** The project of the grant. To be used by routes whose access names a scope and a role. */
    readonly project: ProjectScope;
    /** The signed-in user. To be used by routes with access `user` or without a key's scope. */
    readonly user: UserCaller;
  }
}
