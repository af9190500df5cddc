import { projectQuery } from '@pharos/core/api/common';
import {
  apiScoreOf,
  scoreListQuery,
  scorePageSchema,
  scoreSchema,
  scoresCreatedSchema,
  scoresCreateSchema,
} from '@pharos/core/api/scores';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayIngest, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ScoreBook, TelemetryReader } from '../../store/telemetry/contract.ts';
import { readScores } from './read-scores.ts';

const params = z.object({ scoreId: z.string().min(1).max(512) });

/** Judgements on traces, spans and sessions, whoever made them. */
export const scores =
  (parts: Parts, reader: TelemetryReader, book: ScoreBook): Plugin =>
  (routes) => {
    routes.get(
      '/api/v1/scores',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Scores, newest first; a parameter given several times means any of its values',
          querystring: scoreListQuery,
          response: { 200: scorePageSchema },
        },
      },
      ({ project, query }, reply) => {
        const { target, minValue, maxValue, from, to, cursor, limit } = query;
        const page = { target, minValue, maxValue, from, to, cursor, limit };
        return reader.scores(
          project,
          {
            ...page,
            ids: query.scoreId,
            names: query.name,
            sources: query.source,
            types: query.type,
            labels: query.label,
            authors: query.author,
            environments: query.environment,
            configIds: query.configId,
            traceIds: query.traceId,
            spanIds: query.spanId,
            ofSessions: query.sessionId,
            ofUsers: query.userId,
          },
          clientGone(reply),
        );
      },
    );

    routes.get(
      '/api/v1/scores/:scoreId',
      {
        config: { access: mayRead },
        schema: {
          summary: 'One score',
          params,
          querystring: projectQuery,
          response: { 200: scoreSchema },
        },
      },
      async (request, reply) => {
        const score = await reader.score(request.project, request.params.scoreId, clientGone(reply));
        if (!score) throw unknownScore();
        return score;
      },
    );

    routes.post(
      '/api/v1/scores',
      {
        config: { access: mayIngest },
        schema: {
          summary: 'Gives scores: a list, or a single one by itself. All are taken, or none',
          querystring: projectQuery,
          body: scoresCreateSchema,
          response: { 201: scoresCreatedSchema },
        },
      },
      async (request, reply) => {
        const given = await readScores(parts, request, request.body);
        await book.put(request.project, given);
        return reply.code(201).send({ data: given.map(apiScoreOf) });
      },
    );

    routes.delete(
      '/api/v1/scores/:scoreId',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes a score back',
          params,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { scoreId } = request.params;
        const score = await reader.score(request.project, scoreId, clientGone(reply));
        if (!score) throw unknownScore();
        await book.remove(request.project, [scoreId]);
        await auditRequest(parts, parts.records, request, 'score.delete', scoreId);
        return reply.code(204).send(null);
      },
    );
  };

const unknownScore = () => new ApiError('not_found', { message: 'There is no such score in this project.' });
