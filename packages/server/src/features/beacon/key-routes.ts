import {
  BROWSER_KEY_PREFIX,
  browserKeyCreateSchema,
  browserKeyListSchema,
  browserKeySchema,
} from '@pharos/core/api/browser-keys';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { browserKeysOf, insertBrowserKey, revokeBrowserKey } from './key-queries.ts';

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
        const { keyId } = request.params;
        await records.transaction().execute(async (tx) => {
          const revoked = await revokeBrowserKey(tx, request.project, keyId, new Date(clock.nowMs()));
          if (!revoked) throw new ApiError('not_found');
          await auditRequest(parts, tx, request, 'browser-key.revoke', keyId);
        });
        parts.keys.forget();
        return reply.code(204).send(null);
      },
    );
  };
