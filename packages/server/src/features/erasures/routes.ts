import { pageOf } from '@pharos/core/api/common';
import {
  erasureAskSchema,
  erasureDetailSchema,
  erasureListQuery,
  erasurePreviewSchema,
  erasureSchema,
  erasureUserSchema,
  receiptCheckedSchema,
  receiptCheckSchema,
} from '@pharos/core/api/erasures';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { hideUsersWith } from '../../pseudonym.ts';
import { countRecords, settingsNaming } from '../../store/records/erasure/erasure.ts';
import { pseudonymsOf } from '../../store/records/pseudonyms.ts';
import type { Records } from '../../store/records/tables.ts';
import type { TelemetryErasure } from '../../store/telemetry/erasure/erasure.ts';
import { erasureOf, erasuresOf, insertErasure } from './queries.ts';
import { isGenuine, secretOf, subjectOf } from './receipt.ts';

export interface Erasures {
  store: Pick<TelemetryErasure, 'count'>;
  /** There is somebody to be erased. */
  wake(): void;
}

/** All ids under which a user may be stored: pseudonyms stay what they are when they are turned off. */
async function idsOf(records: Records, project: string, userId: string): Promise<string[]> {
  const pseudonyms = await pseudonymsOf(records, project);
  return pseudonyms === undefined
    ? [userId]
    : [...new Set([userId, hideUsersWith(pseudonyms.secret)(userId)])];
}

/** Erasing a user, and the receipts of it. */
export const erasures =
  (parts: Pick<Parts, 'records' | 'clock' | 'ids'>, { store, wake }: Erasures): Plugin =>
  (routes) => {
    const { records, ids } = parts;
    const path = '/api/v1/projects/:projectId/erasures';
    const config = { access: mayAdminister };
    const whichOne = z.object({ projectId: z.string(), erasureId: z.string().max(64) });
    const secret = (project: string) => secretOf(records, project, () => ids.secret());
    const found = async (project: string, id: string) => {
      const erasure = await erasureOf(records, project, id);
      if (erasure === undefined) throw new ApiError('not_found', { message: 'There is no such erasure.' });
      return erasure;
    };

    routes.post(
      path,
      {
        config,
        schema: {
          summary: 'Erases a user, by the id that applications send, from all that is stored of the project',
          description:
            'It runs in the background and cannot be undone. What was stored before is gone when it is done; what is stored meanwhile may be; what is stored later stays. The id is kept until then and nowhere after: lists, receipts and the audit log name a keyed hash of it.',
          body: erasureAskSchema,
          response: { 202: erasureSchema },
        },
      },
      async (request, reply) => {
        const { project, body } = request;
        const id = ids.id();
        const subject = subjectOf(await secret(project), body.userId);
        const { author: askedBy, at: createdAt } = authorship(request, parts);
        const asked = { id, projectId: project, subject, reason: body.reason, askedBy, createdAt };
        await records.transaction().execute(async (tx) => {
          if (!(await insertErasure(tx, { ...asked, ids: await idsOf(tx, project, body.userId) })))
            throw new ApiError('conflict', { message: 'Too many erasures of this project wait.' });
          await auditRequest(parts, tx, request, 'erasure.ask', `${id} ${subject}`);
        });
        const erasure = await found(project, id);
        wake();
        return reply.code(202).send(erasure);
      },
    );

    routes.post(
      `${path}/preview`,
      {
        config,
        schema: {
          summary: 'What erasing a user would remove of what is stored now, place by place',
          description:
            'Files are looked for when they are erased, since whether somebody else has them is known only then.',
          body: erasureUserSchema,
          response: { 200: erasurePreviewSchema },
        },
      },
      async ({ project, body }, reply) => {
        const whose = { project, ids: await idsOf(records, project, body.userId) };
        return {
          ids: whose.ids.length,
          found: [...(await store.count(whose, clientGone(reply))), ...(await countRecords(records, whose))],
          named: await settingsNaming(records, whose),
        };
      },
    );

    routes.post(
      `${path}/verify`,
      {
        config,
        schema: {
          summary: 'Whether a receipt was signed by this project, and is as it was then',
          body: receiptCheckSchema,
          response: { 200: receiptCheckedSchema },
        },
      },
      async ({ project, body: { receipt } }) => ({
        genuine: receipt.projectId === project && isGenuine(await secret(project), receipt),
      }),
    );

    routes.get(
      path,
      {
        config,
        schema: {
          summary: 'Erasures of users, the newest first',
          querystring: erasureListQuery,
          response: { 200: pageOf(erasureSchema) },
        },
      },
      ({ project, query }) => erasuresOf(records, project, query),
    );

    routes.get(
      `${path}/:erasureId`,
      {
        config,
        schema: {
          summary: 'An erasure, with its receipt when it is done',
          params: whichOne,
          response: { 200: erasureDetailSchema },
        },
      },
      ({ project, params }) => found(project, params.erasureId),
    );
  };
