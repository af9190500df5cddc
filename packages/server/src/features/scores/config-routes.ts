import { projectQuery } from '@pharos/core/api/common';
import {
  scoreConfigCreateSchema,
  scoreConfigSchema,
  scoreConfigUpdateSchema,
} from '@pharos/core/api/score-configs';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import {
  insertScoreConfig,
  scoreConfigOf,
  scoreConfigsOf,
  updateScoreConfig,
} from '../../store/records/score-configs.ts';

const params = z.object({ configId: z.string().min(1).max(64) });
const list = z.object({ data: z.array(scoreConfigSchema) });

/** What scores of a name may say: a type, a range, categories. */
export const scoreConfigs =
  (parts: Parts): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;

    routes.get(
      '/api/v1/score-configs',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Score configs, in order of name',
          querystring: projectQuery,
          response: { 200: list },
        },
      },
      async ({ project }) => ({ data: await scoreConfigsOf(records, project) }),
    );

    routes.post(
      '/api/v1/score-configs',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Makes a score config',
          querystring: projectQuery,
          body: scoreConfigCreateSchema,
          response: { 201: scoreConfigSchema },
        },
      },
      async (request, reply) => {
        const config = await records.transaction().execute(async (tx) => {
          const given = { ...request.body, id: ids.id() };
          await auditRequest(parts, tx, request, 'scoreConfig.create', given.id);
          return insertScoreConfig(tx, request.project, given, new Date(clock.nowMs()));
        });
        return reply.code(201).send(config);
      },
    );

    routes.get(
      '/api/v1/score-configs/:configId',
      {
        config: { access: mayRead },
        schema: {
          summary: 'One score config',
          params,
          querystring: projectQuery,
          response: { 200: scoreConfigSchema },
        },
      },
      async ({ project, params }) => (await scoreConfigOf(records, project, params.configId)) ?? unknown(),
    );

    routes.patch(
      '/api/v1/score-configs/:configId',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Changes a score config, or archives it. Scores that were given stay as they are',
          params,
          querystring: projectQuery,
          body: scoreConfigUpdateSchema,
          response: { 200: scoreConfigSchema },
        },
      },
      (request) =>
        records.transaction().execute(async (tx) => {
          const { project, body } = request;
          const { configId } = request.params;
          const changed = await updateScoreConfig(tx, project, configId, body, new Date(clock.nowMs()));
          if (!changed) return unknown();
          await auditRequest(parts, tx, request, 'scoreConfig.update', configId);
          return changed;
        }),
    );
  };

function unknown(): never {
  throw new ApiError('not_found', { message: 'There is no such score config in this project.' });
}
