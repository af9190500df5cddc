import { projectQuery } from '@pharos/core/api/common';
import {
  exportListSchema,
  exportPatchSchema,
  exportRunSchema,
  exportTestResultSchema,
  exportTestSchema,
  storedExportSchema,
} from '@pharos/core/api/exports';
import { type ExportTarget, exportInputSchema, MAX_EXPORTS } from '@pharos/core/exports/export';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayAdminister } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import {
  deleteExport,
  exportOf,
  exportRow,
  exportsOf,
  insertExport,
  updateExport,
} from './export-queries.ts';
import { retryFailed, runsOf } from './run-queries.ts';
import { TargetError } from './targets/target.ts';
import type { Targets } from './targets/targets.ts';

/** What of exports lives as long as the server. */
export interface Exports {
  exporter: { wake(): void };
  targets: Targets;
}

const which = z.object({ id: z.string().min(1).max(64) });

function unknown(): never {
  throw new ApiError('not_found', { message: 'There is no such export in this project.' });
}

/** Exports that are kept: what goes where as files, once or by a schedule. */
export const exportRoutes =
  (parts: Parts, { exporter, targets }: Exports) =>
  (routes: Routes): void => {
    const { records, ids } = parts;
    const config = { access: mayAdminister };

    routes.get(
      '/api/v1/exports',
      {
        config,
        schema: {
          summary:
            'The exports of a project, in order of making, each with its latest run; of keys no secret',
          querystring: projectQuery,
          response: { 200: exportListSchema },
        },
      },
      async ({ project }) => ({ data: await exportsOf(records, project), disk: targets.disk }),
    );

    routes.get(
      '/api/v1/exports/:id',
      {
        config,
        schema: {
          summary: 'One export',
          params: which,
          querystring: projectQuery,
          response: { 200: storedExportSchema },
        },
      },
      async ({ project, params }) => (await exportOf(records, project, params.id)) ?? unknown(),
    );

    routes.get(
      '/api/v1/exports/:id/runs',
      {
        config,
        schema: {
          summary: 'What was exported and is being, the newest first: the last hundred stretches of time',
          params: which,
          querystring: projectQuery,
          response: { 200: z.object({ data: z.array(exportRunSchema) }) },
        },
      },
      async ({ project, params }) => {
        const { id } = (await exportRow(records, project, params.id)) ?? unknown();
        return { data: await runsOf(records, project, id) };
      },
    );

    routes.post(
      '/api/v1/exports',
      {
        config,
        schema: {
          summary: `Keeps an export, of at most ${MAX_EXPORTS}: of one range, which begins at once, or of every hour or day`,
          description:
            'A schedule exports each hour or day once, `delayMinutes` after its end; what was missed while no server was there is caught up on, window by window.',
          querystring: projectQuery,
          body: exportInputSchema,
          response: { 201: storedExportSchema },
        },
      },
      async (request, reply) => {
        const { project, body } = request;
        const id = ids.id();
        const { target, sealed } = targets.split(id, body.target);
        const made = await records.transaction().execute(async (tx) => {
          const kept = { id, runId: ids.id(), definition: { ...body, target }, sealed };
          await insertExport(tx, project, kept, authorship(request, parts));
          await auditRequest(parts, tx, request, 'export.create', id);
          return exportOf(tx, project, id);
        });
        exporter.wake();
        return reply.code(201).send(made ?? unknown());
      },
    );

    routes.post(
      '/api/v1/exports/test',
      {
        config,
        schema: {
          summary: 'Writes a small file to a target and says whether that worked',
          querystring: projectQuery,
          body: exportTestSchema,
          response: { 200: exportTestResultSchema },
        },
      },
      async (request, reply) => {
        const { target } = request.body;
        await auditRequest(parts, records, request, 'export.test', placeOf(target));
        const text = Buffer.from('Pharos can write here.\n');
        try {
          await targets.given(request.project, target).put('pharos-test.txt', text, clientGone(reply));
          return { ok: true, reason: null };
        } catch (error) {
          if (!(error instanceof TargetError)) throw error;
          return { ok: false, reason: error.message };
        }
      },
    );

    routes.patch(
      '/api/v1/exports/:id',
      {
        config,
        schema: {
          summary: 'Turns an export off or on, or gives it another key',
          params: which,
          querystring: projectQuery,
          body: exportPatchSchema,
          response: { 200: storedExportSchema },
        },
      },
      async (request) => {
        const { project, params, body } = request;
        const changed = await records.transaction().execute(async (tx) => {
          const row = (await exportRow(tx, project, params.id)) ?? unknown();
          const { enabled = row.enabled, key } = body;
          const { definition } = row;
          if (key && definition.target.to !== 's3')
            throw new ApiError('invalid_request', { message: 'Where it goes there are no keys.' });
          const { target, sealed } =
            key && definition.target.to === 's3'
              ? targets.split(row.id, { ...definition.target, ...key })
              : { target: definition.target, sealed: row.sealed };
          const changes = { enabled, sealed, definition: { ...definition, target } };
          await updateExport(tx, row, changes, authorship(request, parts));
          await auditRequest(parts, tx, request, 'export.update', row.id);
          return (await exportOf(tx, project, row.id)) ?? unknown();
        });
        exporter.wake();
        return changed;
      },
    );

    routes.post(
      '/api/v1/exports/:id/retry',
      {
        config,
        schema: {
          summary:
            'Has a run that failed go on with the file that is missing; a schedule waits until it is done',
          params: which,
          querystring: projectQuery,
          response: { 202: storedExportSchema },
        },
      },
      async (request, reply) => {
        const { project, params } = request;
        const retried = await records.transaction().execute(async (tx) => {
          const { id } = (await exportRow(tx, project, params.id)) ?? unknown();
          if (!(await retryFailed(tx, project, id)))
            throw new ApiError('conflict', { message: 'Nothing of this export has failed.' });
          await auditRequest(parts, tx, request, 'export.retry', id);
          return (await exportOf(tx, project, id)) ?? unknown();
        });
        exporter.wake();
        return reply.code(202).send(retried);
      },
    );

    routes.delete(
      '/api/v1/exports/:id',
      {
        config,
        schema: {
          summary: 'Takes an export away and ends what it is writing; the files that it wrote stay',
          params: which,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { project, params } = request;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteExport(tx, project, params.id))) unknown();
          await auditRequest(parts, tx, request, 'export.delete', params.id);
        });
        return reply.code(204).send(null);
      },
    );
  };

const placeOf = (target: ExportTarget): string =>
  target.to === 'disk' ? `disk ${target.directory}` : `${target.endpoint} ${target.bucket} ${target.prefix}`;
