import { projectQuery } from '@pharos/core/api/common';
import { repriceJobSchema, repriceSchema } from '@pharos/core/api/prices';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { instant } from '../../store/telemetry/read/instant.ts';
import { cancelRepriceJob, insertRepriceJob, repriceJobsOf } from './reprice-queries.ts';
import type { Repricer } from './repricer.ts';

const list = z.object({ data: z.array(repriceJobSchema) });
const whichJob = z.object({ projectId: z.string(), jobId: z.string() });

/** Pricing stored spans anew, after prices have changed. */
export const reprice =
  (parts: Parts, repricer: Pick<Repricer, 'wake'>): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;

    routes.get(
      '/api/v1/reprice-jobs',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The latest runs that priced stored spans anew, with how far they are',
          querystring: projectQuery,
          response: { 200: list },
        },
      },
      async ({ project }) => ({ data: await repriceJobsOf(records, project) }),
    );

    routes.post(
      '/api/v1/projects/:projectId/reprice-jobs',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Prices the spans that start in a range by the prices of now, in the background',
          description:
            'What an SDK reported as cost itself is left alone. A run goes on after a restart, changes nothing twice, and can be cancelled; there is one at a time.',
          body: repriceSchema,
          response: { 202: repriceJobSchema },
        },
      },
      async (request, reply) => {
        const { project, body } = request;
        const id = ids.id();
        const { caller } = request;
        if (caller === null) throw new ApiError('unauthenticated');
        const range = { fromNs: instant(body.from), toNs: instant(body.to) };
        await records.transaction().execute(async (tx) => {
          const at = new Date(clock.nowMs());
          if (!(await insertRepriceJob(tx, { id, projectId: project, range, createdBy: caller.name, at })))
            throw new ApiError('conflict', { message: 'Another run of this project is not finished yet.' });
          await auditRequest(parts, tx, request, 'reprice.start', `${body.from}/${body.to}`);
        });
        const job = (await repriceJobsOf(records, project)).find((each) => each.id === id);
        if (!job) throw new ApiError('not_found');
        repricer.wake();
        return reply.code(202).send(job);
      },
    );

    routes.post(
      '/api/v1/projects/:projectId/reprice-jobs/:jobId/cancel',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Ends a run after the step at hand; what it has changed stays',
          params: whichJob,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { jobId } = request.params;
        await records.transaction().execute(async (tx) => {
          const found = await cancelRepriceJob(tx, request.project, jobId, new Date(clock.nowMs()));
          if (!found)
            throw new ApiError('not_found', { message: 'There is no such run that is not finished.' });
          await auditRequest(parts, tx, request, 'reprice.cancel', jobId);
        });
        return reply.code(204).send(null);
      },
    );
  };
