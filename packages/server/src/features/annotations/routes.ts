import { annotationCreateSchema, annotationQuery, annotationSchema } from '@pharos/core/api/annotations';
import { projectQuery } from '@pharos/core/api/common';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayIngest, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { annotationsIn, deleteAnnotation, insertAnnotation, MAX_ANNOTATIONS, MAX_LISTED } from './queries.ts';

const list = z.object({ data: z.array(annotationSchema) });
const MAX_BODY_BYTES = 32 * 1024;

/** What happened and is marked on charts. A deploy is told by CI, with a key that may do nothing but send. */
export const annotations =
  (parts: Parts): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;

    routes.post(
      '/api/v1/annotations',
      {
        config: { access: mayIngest },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: `Marks a deploy, an incident or a note on charts. Of more than ${MAX_ANNOTATIONS} the oldest go`,
          querystring: projectQuery,
          body: annotationCreateSchema,
          response: { 201: annotationSchema },
        },
      },
      async (request, reply) => {
        const { id = ids.id(), kind, title, text, link = null, ...times } = request.body;
        const createdAt = new Date(clock.nowMs());
        const at = times.at === undefined ? createdAt : new Date(times.at);
        const until = times.until === undefined ? null : new Date(times.until);
        if (until !== null && until < at) refuse('`until` must not be before its start, which is now.');
        const made = await records.transaction().execute(async (tx) => {
          const annotation = { id, kind, title, text, at, until, link, createdAt };
          await auditRequest(parts, tx, request, 'annotation.create', annotation.id);
          return insertAnnotation(tx, request.project, annotation);
        });
        return reply.code(201).send(made);
      },
    );

    routes.get(
      '/api/v1/annotations',
      {
        config: { access: mayRead },
        schema: {
          summary: `The latest ${MAX_LISTED} annotations that touch a range, newest first`,
          querystring: annotationQuery,
          response: { 200: list },
        },
      },
      async ({ project, query }) => {
        const [from, to] = [new Date(query.from), new Date(query.to)];
        if (from >= to) refuse('`from` must be before `to`.');
        return { data: await annotationsIn(records, project, from, to) };
      },
    );

    routes.delete(
      '/api/v1/annotations/:annotationId',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes an annotation off the charts',
          params: z.object({ annotationId: z.string().min(1).max(64) }),
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { annotationId } = request.params;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteAnnotation(tx, request.project, annotationId)))
            throw new ApiError('not_found', { message: 'There is no such annotation in this project.' });
          await auditRequest(parts, tx, request, 'annotation.delete', annotationId);
        });
        return reply.code(204).send(null);
      },
    );
  };

function refuse(message: string): never {
  throw new ApiError('invalid_request', { message });
}
