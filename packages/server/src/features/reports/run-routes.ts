import { projectQuery } from '@pharos/core/api/common';
import {
  reportFileQuery,
  reportRunDetailSchema,
  reportRunPageSchema,
  reportRunQuery,
  reportRunSchema,
} from '@pharos/core/api/reports';
import { reportRequestSchema } from '@pharos/core/reports/report';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { asFile } from '../../http/send-file.ts';
import { checkChannels } from './check-channels.ts';
import { fileNameOf } from './forms/forms.ts';
import type { Reports } from './routes.ts';
import { deleteRun, isRun, queueRun, runOf, runsOf } from './run-queries.ts';

const which = z.object({ id: z.string().min(1).max(64) });
const MAX_BODY_BYTES = 128 * 1024;

function unknown(): never {
  throw new ApiError('not_found', { message: 'There is no such report in the archive of this project.' });
}

/** Reports as they were made: the archive, and the forms that they are had in. */
export const runRoutes =
  (parts: Parts, { maker, forms }: Reports) =>
  (routes: Routes): void => {
    const { records, ids } = parts;

    routes.get(
      '/api/v1/reports/runs',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Reports that were made or are being made, the newest first',
          querystring: reportRunQuery,
          response: { 200: reportRunPageSchema },
        },
      },
      ({ project, query }) => runsOf(records, project, query),
    );

    routes.post(
      '/api/v1/reports/runs',
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Has a report made now without keeping what it is made of',
          querystring: projectQuery,
          body: reportRequestSchema,
          response: { 202: reportRunSchema },
        },
      },
      async (request, reply) => {
        const { project, body } = request;
        const { author: askedBy, at } = authorship(request, parts);
        const run = await records.transaction().execute(async (tx) => {
          await checkChannels(tx, project, body.channels);
          const asked = { id: ids.id(), reportId: null, scheduledFor: null, askedBy, at };
          return queueRun(tx, project, { ...asked, request: body });
        });
        maker.wake();
        return reply.code(202).send(run ?? unknown());
      },
    );

    routes.get(
      '/api/v1/reports/runs/:id',
      {
        config: { access: mayRead },
        schema: {
          summary: 'A report as it was made, as figures; while it is being made, how far it is',
          params: which,
          querystring: projectQuery,
          response: { 200: reportRunDetailSchema },
        },
      },
      async ({ project, params }) => (await runOf(records, project, params.id)) ?? unknown(),
    );

    routes.get(
      '/api/v1/reports/runs/:id/file',
      {
        config: { access: mayRead },
        schema: {
          summary:
            'A report as a file: HTML that needs nothing else, PDF, CSV or Markdown, in English or Chinese',
          params: which,
          querystring: reportFileQuery,
        },
      },
      async ({ project, params, query: { format, language } }, reply) => {
        const { made } = (await runOf(records, project, params.id)) ?? unknown();
        if (!made) throw new ApiError('conflict', { message: 'This report has not been made.' });
        const form = forms[format];
        const body = await form.write(made, language, clientGone(reply));
        return reply
          .header('content-type', form.type)
          .header('content-disposition', asFile(fileNameOf(made, format)))
          .send(body);
      },
    );

    routes.delete(
      '/api/v1/reports/runs/:id',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes a report out of the archive',
          params: which,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { project, params } = request;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteRun(tx, project, params.id))) {
            if (await isRun(tx, project, params.id))
              throw new ApiError('conflict', { message: 'This report is being made.' });
            unknown();
          }
          await auditRequest(parts, tx, request, 'report.run.delete', params.id);
        });
        return reply.code(204).send(null);
      },
    );
  };
