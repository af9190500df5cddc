import { savedViewCreateSchema, savedViewSchema } from '@pharos/core/api/accounts';
import { projectQuery } from '@pharos/core/api/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayReadInPerson } from '../../http/access.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import { deleteView, insertView, MAX_VIEWS, viewsOf } from './queries.ts';

const list = z.object({ data: z.array(savedViewSchema) });
const ownerOf = ({ project, user }: FastifyRequest) => ({ project, userId: user.userId });

/** A user's own named filters of a page. */
export const views =
  ({ records, clock, ids }: Parts): Plugin =>
  (routes) => {
    const config = { access: mayReadInPerson };

    routes.get(
      '/api/v1/views',
      { config, schema: { querystring: projectQuery, response: { 200: list } } },
      async (request) => ({ data: await viewsOf(records, ownerOf(request)) }),
    );

    routes.post(
      '/api/v1/views',
      {
        config,
        schema: {
          querystring: projectQuery,
          body: savedViewCreateSchema,
          response: { 201: savedViewSchema },
        },
      },
      async (request, reply) => {
        const owner = ownerOf(request);
        if ((await viewsOf(records, owner)).length >= MAX_VIEWS) {
          throw new ApiError('conflict', { message: `There are ${MAX_VIEWS} saved views already.` });
        }
        const view = { ...request.body, id: ids.id() };
        await insertView(records, owner, view, new Date(clock.nowMs()));
        return reply.code(201).send(view);
      },
    );

    routes.delete(
      '/api/v1/views/:viewId',
      {
        config,
        schema: {
          querystring: projectQuery,
          params: z.object({ viewId: z.string() }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const found = await deleteView(records, ownerOf(request), request.params.viewId);
        if (!found) throw new ApiError('not_found');
        return reply.code(204).send(null);
      },
    );
  };
