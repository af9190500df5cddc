import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { type Access, ROLE_RIGHTS } from './access.ts';
import type { Routes } from './routes.ts';

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'The secret key.' },
  basic: { type: 'http', scheme: 'basic', description: 'Public key and secret key.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The secret key.' },
  session: { type: 'apiKey', in: 'cookie', name: 'pharos_session', description: 'A signed-in browser.' },
} as const;

const roles = ROLE_RIGHTS.map(({ role, may }) => `- \`${role}\`: ${may}`).join('\n');

/** Describes every registered route as OpenAPI 3.1. To be called before routes are registered. */
export async function describeRoutes(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Pharos',
        version: '1',
        description: `Monitoring of LLM products. Roles in a project, each including those before it:\n\n${roles}`,
      },
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input);
      return { schema: { ...schema, ...securityOf(input.route.config?.access) }, url };
    },
  });
}

function securityOf(access: Access | undefined) {
  const session = { session: [] };
  if (access === undefined || access === 'open') return { security: [] };
  const userOnly = access === 'user' || (typeof access === 'object' && access.scope === null);
  return { security: userOnly ? [session] : [{ bearer: [] }, { basic: [] }, { apiKey: [] }, session] };
}

/** `GET /openapi.json`. */
export function openapiRoute(routes: Routes): void {
  let document: string | undefined;
  routes.get('/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, (_request, reply) => {
    document ??= JSON.stringify(routes.swagger());
    return reply.type('application/json; charset=utf-8').send(document);
  });
}
