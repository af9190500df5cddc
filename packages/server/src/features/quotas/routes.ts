import { quotaSchema } from '@pharos/core/api/quotas';
import { quotaInputSchema } from '@pharos/core/quotas/quota';
import { z } from 'zod';
import { mayAdminister, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import type { QuotaBook } from './book.ts';
import type { BurnDownParts } from './burn-down.ts';
import type { Gate } from './gate.ts';
import { deleteQuota, insertQuota, MAX_QUOTAS, quotaOf, quotasOf, updateQuota } from './queries.ts';
import { raiseRoutes } from './raise-routes.ts';
import { createRanking } from './ranking.ts';
import { inProject, MAX_BODY_BYTES, unknownQuota, whichQuota } from './request.ts';
import { spendRoutes } from './spend-routes.ts';
import type { StatusParts } from './status.ts';
import { statusRoutes } from './status-routes.ts';
import type { Tally } from './tally.ts';
import { viewRoutes } from './view-routes.ts';

/** What of quotas lives as long as the server. */
export interface Quotas {
  book: QuotaBook;
  gate: Gate;
  tally: Pick<Tally, 'refresh' | 'knowledgeOf' | 'readAtMs'>;
  counters: StatusParts['counters'];
  reader: Pick<TelemetryReader, 'spending'>;
}

const list = z.object({ data: z.array(quotaSchema) });

/** What may be spent, by whom and in what time. */
export const quotas =
  (parts: Parts, live: Quotas, answers: BurnDownParts['answers']): Plugin =>
  (routes) => {
    const { records, ids } = parts;
    const changed = async (project: ProjectScope) => {
      live.book.forget(project);
      await live.tally.refresh(project);
    };

    routes.get(
      '/api/v1/quotas',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The quotas of a project, in order of making',
          querystring: inProject,
          response: { 200: list },
        },
      },
      async ({ project }) => ({ data: await quotasOf(records, project) }),
    );

    routes.get(
      '/api/v1/quotas/:quotaId',
      {
        config: { access: mayRead },
        schema: {
          summary: 'One quota',
          params: whichQuota,
          querystring: inProject,
          response: { 200: quotaSchema },
        },
      },
      async ({ project, params }) => (await quotaOf(records, project, params.quotaId)) ?? unknownQuota(),
    );

    routes.post(
      '/api/v1/quotas',
      {
        config: { access: mayAdminister },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: `Makes a quota, of at most ${MAX_QUOTAS}. What was spent in its window so far counts`,
          querystring: inProject,
          body: quotaInputSchema,
          response: { 201: quotaSchema },
        },
      },
      async (request, reply) => {
        const made = await records.transaction().execute(async (tx) => {
          const id = ids.id();
          await auditRequest(parts, tx, request, 'quota.create', id);
          return insertQuota(tx, request.project, id, request.body, authorship(request, parts));
        });
        await changed(request.project);
        return reply.code(201).send(made);
      },
    );

    routes.put(
      '/api/v1/quotas/:quotaId',
      {
        config: { access: mayAdminister },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Changes a quota, in whole',
          params: whichQuota,
          querystring: inProject,
          body: quotaInputSchema,
          response: { 200: quotaSchema },
        },
      },
      async (request) => {
        const { quotaId } = request.params;
        const updated = await records.transaction().execute(async (tx) => {
          const by = authorship(request, parts);
          const quota = await updateQuota(tx, request.project, quotaId, request.body, by);
          if (quota === undefined) return unknownQuota();
          await auditRequest(parts, tx, request, 'quota.update', quotaId);
          return quota;
        });
        await changed(request.project);
        return updated;
      },
    );

    routes.delete(
      '/api/v1/quotas/:quotaId',
      {
        config: { access: mayAdminister },
        schema: {
          summary: 'Takes a quota away, with its raises; what was crossed stays in the history',
          params: whichQuota,
          querystring: inProject,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { quotaId } = request.params;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteQuota(tx, request.project, quotaId))) unknownQuota();
          await auditRequest(parts, tx, request, 'quota.delete', quotaId);
        });
        await changed(request.project);
        return reply.code(204).send(null);
      },
    );

    spendRoutes(live.gate)(routes);
    raiseRoutes(parts, changed)(routes);
    const view = { ...live, answers, clock: parts.clock, ranking: createRanking(live.reader) };
    statusRoutes(parts, view)(routes);
    viewRoutes(parts, view)(routes);
  };
