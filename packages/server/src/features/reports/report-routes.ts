import { projectQuery } from '@pharos/core/api/common';
import {
  reportRunSchema,
  reportTemplateSchema,
  reportTimesRequestSchema,
  reportTimesSchema,
  storedReportSchema,
} from '@pharos/core/api/reports';
import { MAX_REPORTS, reportInputSchema, reportRequestSchema } from '@pharos/core/reports/report';
import { sectionSchema } from '@pharos/core/reports/section';
import { TEMPLATES } from '@pharos/core/reports/templates';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayEdit, mayRead } from '../../http/access.ts';
import { auditRequest } from '../../http/audit.ts';
import { authorship } from '../../http/authorship.ts';
import type { Parts } from '../../http/parts.ts';
import type { Routes } from '../../http/routes.ts';
import { checkChannels } from './check-channels.ts';
import { deleteReport, insertReport, reportOf, reportsOf, updateReport } from './report-queries.ts';
import type { Reports } from './routes.ts';
import { queueRun } from './run-queries.ts';
import { checkSchedule, timesAfter } from './timetable.ts';

const which = z.object({ id: z.string().min(1).max(64) });
const MAX_BODY_BYTES = 128 * 1024;
const TIMES = 5;

function unknown(): never {
  throw new ApiError('not_found', { message: 'There is no such report in this project.' });
}

/** Reports that are kept: what they are made of, when, and who is sent them. */
export const reportRoutes =
  (parts: Parts, { maker }: Reports) =>
  (routes: Routes): void => {
    const { records, clock, ids } = parts;

    routes.get(
      '/api/v1/reports',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The reports of a project, in order of making, each with the latest that was made of it',
          querystring: projectQuery,
          response: { 200: z.object({ data: z.array(storedReportSchema) }) },
        },
      },
      async ({ project }) => ({ data: await reportsOf(records, project) }),
    );

    routes.get(
      '/api/v1/reports/templates',
      {
        config: { access: mayRead },
        schema: {
          summary: 'The reports that Pharos brings, with the sections they are made of',
          querystring: projectQuery,
          response: { 200: z.object({ data: z.array(reportTemplateSchema) }) },
        },
      },
      async () => ({
        data: TEMPLATES.map((template) => ({
          ...template,
          sections: template.sections.map((section) => sectionSchema.parse(section)),
        })),
      }),
    );

    routes.post(
      '/api/v1/reports/times',
      {
        config: { access: mayRead },
        schema: {
          summary: 'When a schedule would have a report made: the next five times',
          querystring: projectQuery,
          body: reportTimesRequestSchema,
          response: { 200: reportTimesSchema },
        },
      },
      async ({ body: { schedule, timeZone } }) => {
        checkSchedule(schedule, timeZone, clock.nowMs());
        const times = timesAfter(schedule, timeZone, clock.nowMs(), TIMES);
        return { times: times.map((time) => time.toISOString()) };
      },
    );

    routes.get(
      '/api/v1/reports/:id',
      {
        config: { access: mayRead },
        schema: {
          summary: 'One report',
          params: which,
          querystring: projectQuery,
          response: { 200: storedReportSchema },
        },
      },
      async ({ project, params }) => (await reportOf(records, project, params.id)) ?? unknown(),
    );

    routes.post(
      '/api/v1/reports',
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: `Keeps a report. At most ${MAX_REPORTS}`,
          description:
            'Made by its schedule, in its time zone, and when somebody asks. Times at which no server was there are caught up on with one report, of the last of them.',
          querystring: projectQuery,
          body: reportInputSchema,
          response: { 201: storedReportSchema },
        },
      },
      async (request, reply) => {
        const { project, body } = request;
        const id = ids.id();
        const made = await records.transaction().execute(async (tx) => {
          await checkChannels(tx, project, body.channels);
          await insertReport(tx, project, id, body, authorship(request, parts));
          await auditRequest(parts, tx, request, 'report.create', id);
          return reportOf(tx, project, id);
        });
        return reply.code(201).send(made ?? unknown());
      },
    );

    routes.put(
      '/api/v1/reports/:id',
      {
        config: { access: mayEdit },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Changes a report, in whole',
          params: which,
          querystring: projectQuery,
          body: reportInputSchema,
          response: { 200: storedReportSchema },
        },
      },
      async (request) => {
        const { project, params, body } = request;
        return records.transaction().execute(async (tx) => {
          await checkChannels(tx, project, body.channels);
          if (!(await updateReport(tx, project, params.id, body, authorship(request, parts)))) unknown();
          await auditRequest(parts, tx, request, 'report.update', params.id);
          return (await reportOf(tx, project, params.id)) ?? unknown();
        });
      },
    );

    routes.delete(
      '/api/v1/reports/:id',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Takes a report away; those that were made of it stay in the archive',
          params: which,
          querystring: projectQuery,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { project, params } = request;
        await records.transaction().execute(async (tx) => {
          if (!(await deleteReport(tx, project, params.id))) unknown();
          await auditRequest(parts, tx, request, 'report.delete', params.id);
        });
        return reply.code(204).send(null);
      },
    );

    routes.post(
      '/api/v1/reports/:id/runs',
      {
        config: { access: mayEdit },
        schema: {
          summary: 'Has a report made now, and sent to its channels',
          params: which,
          querystring: projectQuery,
          response: { 202: reportRunSchema },
        },
      },
      async (request, reply) => {
        const { project, params } = request;
        const { author: askedBy, at } = authorship(request, parts);
        const run = await records.transaction().execute(async (tx) => {
          const report = (await reportOf(tx, project, params.id)) ?? unknown();
          const asked = { id: ids.id(), reportId: report.id, scheduledFor: null, askedBy, at };
          return queueRun(tx, project, { ...asked, request: reportRequestSchema.parse(report) });
        });
        maker.wake();
        return reply.code(202).send(run ?? unknown());
      },
    );
  };
