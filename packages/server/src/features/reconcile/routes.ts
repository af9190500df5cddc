import { Readable } from 'node:stream';
import { projectQuery } from '@pharos/core/api/common';
import type { ExchangeRate } from '@pharos/core/api/prices';
import {
  MAX_STATEMENT_BYTES,
  MAX_STATEMENTS,
  readingSchema,
  reconcileQuery,
  reconciliationSchema,
  statementInputSchema,
  statementSchema,
} from '@pharos/core/api/reconcile';
import { cutToFit } from '@pharos/core/reconcile/compare';
import { summaryOf } from '@pharos/core/reconcile/summary';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Plugin } from '../../http/routes.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';
import { comparisonCsv } from './comparison-csv.ts';
import { deleteStatement, insertStatement, statementOf, statementsOf } from './queries.ts';
import { readFiles } from './read-files.ts';
import { reconcileWith } from './reconciliation.ts';

/** JSON escapes make a file somewhat larger than it is. */
const BODY_LIMIT = MAX_STATEMENT_BYTES * 1.5;
const whichStatement = z.object({ statementId: z.string().min(1).max(64) });
const list = z.object({ data: z.array(statementSchema) });
const asked = projectQuery.extend(reconcileQuery.shape);

/** Statements of providers, and how they agree with what was measured. */
export const reconcile =
  (
    parts: Parts,
    reader: Pick<TelemetryReader, 'metered'>,
    exchangeOf: (project: ProjectScope) => Promise<readonly ExchangeRate[]>,
  ): Plugin =>
  (routes) => {
    const { records, clock, ids } = parts;
    const known = async (project: ProjectScope, id: string) => {
      const found = await statementOf(records, project, id);
      if (!found) throw new ApiError('not_found', { message: 'There is no such statement in this project.' });
      return found;
    };
    const compared = async (
      project: ProjectScope,
      id: string,
      query: z.output<typeof asked>,
      signal: AbortSignal,
    ) => {
      const [found, exchange] = await Promise.all([known(project, id), exchangeOf(project)]);
      return reconcileWith({ reader, exchange }, project, found, query, signal);
    };

    routes.post(
      '/api/v1/reconcile/preview',
      {
        config: { access: mayEdit },
        bodyLimit: BODY_LIMIT,
        schema: {
          summary: 'What is recognised in the files of a statement, and what cannot be read; nothing is kept',
          querystring: projectQuery,
          body: statementInputSchema,
          response: { 200: readingSchema },
        },
      },
      async ({ body }, reply) => summaryOf(await readFiles(body, clientGone(reply))),
    );

    routes.post(
      '/api/v1/reconcile',
      {
        config: { access: mayEdit },
        bodyLimit: BODY_LIMIT,
        schema: {
          summary: `Imports a provider's statement, of at most ${MAX_STATEMENTS}`,
          description:
            'Exports of OpenAI, Anthropic and DeepSeek are recognised by their columns; of other CSV files a mapping says which column is what. Days, models, counts and costs are kept, the files are not.',
          querystring: projectQuery,
          body: statementInputSchema,
          response: { 201: statementSchema },
        },
      },
      async (request, reply) => {
        const { body, project, caller } = request;
        if (caller === null) throw new ApiError('unauthenticated');
        const { files, problems, ...facts } = await readFiles(body, clientGone(reply));
        const reading = summaryOf({ ...facts, files, problems });
        const id = ids.id();
        const createdAt = new Date(clock.nowMs());
        const kept = { name: body.name || (files[0]?.name ?? ''), createdBy: caller.name };
        await records.transaction().execute(async (tx) => {
          await insertStatement(tx, project, { id, ...kept, reading, facts, createdAt });
          await auditRequest(parts, tx, request, 'statement.import', id);
        });
        return reply.code(201).send({ ...reading, id, ...kept, createdAt: createdAt.toISOString() });
      },
    );

    routes.get(
      '/api/v1/reconcile',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The statements that were imported, the latest first',
          querystring: projectQuery,
          response: { 200: list },
        },
      },
      async ({ project }) => ({ data: await statementsOf(records, project) }),
    );

    routes.get(
      '/api/v1/reconcile/:statementId',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Compares a statement with what was measured, by model and day, with likely causes',
          params: whichStatement,
          querystring: asked,
          response: { 200: reconciliationSchema },
        },
      },
      async ({ project, params, query }, reply) => {
        const found = await compared(project, params.statementId, query, clientGone(reply));
        return { ...found, comparison: cutToFit(found.comparison) };
      },
    );

    routes.get(
      '/api/v1/reconcile/:statementId/export',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The comparison by model and day as CSV, all of it',
          params: whichStatement,
          querystring: asked,
        },
      },
      async ({ project, params, query }, reply) => {
        const { comparison } = await compared(project, params.statementId, query, clientGone(reply));
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', 'attachment; filename="reconcile.csv"')
          .send(Readable.from(comparisonCsv(comparison)));
      },
    );

    routes.delete(
      '/api/v1/reconcile/:statementId',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Deletes a statement',
          params: whichStatement,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { statementId } = request.params;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteStatement(tx, request.project, statementId))) throw new ApiError('not_found');
          await auditRequest(parts, tx, request, 'statement.delete', statementId);
        });
        return reply.code(204).send(null);
      },
    );
  };
