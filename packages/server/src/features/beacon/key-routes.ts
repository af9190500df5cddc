import {
  BROWSER_KEY_PREFIX,
  type BrowserKey,
  browserKeyCreateSchema,
  browserKeyListSchema,
  browserKeySchema,
  browserKeyUpdateSchema,
  SIGNING_SECRET_PREFIX,
  signingSecretSchema,
} from '@pharos/core/api/browser-keys';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { browserKeysOf, changeBrowserKey, insertBrowserKey } from './key-queries.ts';

const keyParams = z.object({ projectId: z.string(), keyId: z.string() });

/** Keys that stand in pages. They are no secret, so they are shown as often as somebody asks. */
export const browserKeyRoutes =
  (parts: Parts) =>
  (routes: Routes): void => {
    const { records, clock, ids } = parts;
    const path = '/api/v1/projects/:projectId/browser-keys';

    routes.get(
      path,
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Keys that may stand in pages, and the origins of these',
          response: { 200: browserKeyListSchema },
        },
      },
      async ({ project }) => ({ data: await browserKeysOf(records, project) }),
    );

    routes.post(
      path,
      {
        config: { access: mayAdminister },
        schema: {
          summary:
            'Makes a key that may stand in pages of these origins, and sends presence, events and feedback from there',
          body: browserKeyCreateSchema,
          response: { 201: browserKeySchema },
        },
      },
      async (request, reply) => {
        const { name, origins } = request.body;
        const key = await records.transaction().execute(async (tx) => {
          const made = await insertBrowserKey(tx, {
            ...{ id: ids.id(), projectId: request.project, name, origins },
            publicKey: `${BROWSER_KEY_PREFIX}${ids.id()}`,
            createdAt: new Date(clock.nowMs()),
          });
          await auditRequest(parts, tx, request, 'browser-key.create', made.id);
          return made;
        });
        return reply.code(201).send(key);
      },
    );

    /** Changes a key of the project, noted under this action, and makes the change known. @throws ApiError `not_found` */
    const change = async (
      request: FastifyRequest,
      keyId: string,
      action: string,
      values: Parameters<typeof changeBrowserKey>[3],
    ): Promise<BrowserKey> => {
      const changed = await records.transaction().execute(async (tx) => {
        const key = await changeBrowserKey(tx, request.project, keyId, values);
        if (key === undefined) throw new ApiError('not_found');
        await auditRequest(parts, tx, request, action, keyId);
        return key;
      });
      parts.keys.forget();
      return changed;
    };

    routes.delete(
      `${path}/:keyId`,
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Revokes it: pages that carry it are refused from now on',
          params: keyParams,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await change(request, request.params.keyId, 'browser-key.revoke', {
          revokedAt: new Date(clock.nowMs()),
        });
        return reply.code(204).send(null);
      },
    );

    routes.post(
      `${path}/:keyId/signing-secret`,
      {
        config: { access: mayAdminister },
        schema: {
          summary:
            'Makes the secret by which your server signs who a user is, in place of the one before; shown once',
          params: keyParams,
          response: { 201: signingSecretSchema },
        },
      },
      async (request, reply) => {
        const signingSecret = `${SIGNING_SECRET_PREFIX}${ids.secret()}`;
        await change(request, request.params.keyId, 'browser-key.signing-secret', { signingSecret });
        return reply.code(201).send({ signingSecret });
      },
    );

    routes.patch(
      `${path}/:keyId`,
      {
        config: { access: mayAdminister },
        schema: {
          summary:
            'Says whether users are taken only with a token that was signed with the secret of the key',
          params: keyParams,
          body: browserKeyUpdateSchema,
          response: { 200: browserKeySchema },
        },
      },
      async (request) => {
        const { signedUsersOnly } = request.body;
        const keys = await browserKeysOf(records, request.project);
        const known = keys.find(({ id }) => id === request.params.keyId);
        if (signedUsersOnly && known?.hasSigningSecret === false) {
          throw new ApiError('conflict', { message: 'Make a signing secret of this key first.' });
        }
        return change(request, request.params.keyId, 'browser-key.update', { signedUsersOnly });
      },
    );
  };
