import { keyCreatedSchema, keyCreateSchema, keySchema } from '@pharos/core/api/accounts';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { insertKey, keysOf, newKeyPair, revokeKey } from './queries.ts';

const list = z.object({ data: z.array(keySchema) });
const keyParams = z.object({ projectId: z.string(), keyId: z.string() });

/** API keys of a project. A secret is shown once, when it is made. */
export const keys =
  (parts: Parts): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;

    routes.get(
      '/api/v1/projects/:projectId/keys',
      { config: { access: mayAdminister }, schema: { response: { 200: list } } },
      async ({ project }) => ({ data: await keysOf(records, project) }),
    );

    routes.post(
      '/api/v1/projects/:projectId/keys',
      {
        config: { access: mayAdminister },
        schema: { body: keyCreateSchema, response: { 201: keyCreatedSchema } },
      },
      async (request, reply) => {
        const { name, scopes, form, expiresAt } = request.body;
        const createdAt = new Date(clock.nowMs());
        const expiry = expiresAt === undefined ? null : new Date(expiresAt);
        if (expiry !== null && expiry <= createdAt) {
          throw new ApiError('invalid_request', { message: 'expiresAt lies in the past.' });
        }
        const pair = newKeyPair(ids, form);
        const key = await records.transaction().execute(async (tx) => {
          const made = await insertKey(tx, {
            ...pair,
            id: ids.id(),
            projectId: request.project,
            name,
            scopes: [...new Set(scopes)],
            createdAt,
            expiresAt: expiry,
          });
          await auditRequest(parts, tx, request, 'key.create', made.id);
          return made;
        });
        return reply.code(201).send({ ...key, secretKey: pair.secretKey });
      },
    );

    routes.delete(
      '/api/v1/projects/:projectId/keys/:keyId',
      { config: { access: mayAdminister }, schema: { params: keyParams, response: { 204: z.null() } } },
      async (request, reply) => {
        const { keyId } = request.params;
        await records.transaction().execute(async (tx) => {
          const revoked = await revokeKey(tx, request.project, keyId, new Date(clock.nowMs()));
          if (!revoked) throw new ApiError('not_found');
          await auditRequest(parts, tx, request, 'key.revoke', keyId);
        });
        parts.keys.forget();
        return reply.code(204).send(null);
      },
    );
  };
