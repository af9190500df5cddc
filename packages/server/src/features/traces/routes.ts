import { listQuery, projectQuery } from '@pharos/core/api/common';
import {
  logSchema,
  spanSchema,
  spanSkeletonSchema,
  traceListSchema,
  traceSchema,
} from '@pharos/core/api/spans';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

const id = z.string().min(1).max(512);
const traceParams = z.object({ traceId: id });
const traceQuery = projectQuery.extend({
  /** `skeleton` leaves out text, attributes and events: what a tree of thousands of spans needs. */
  view: z.enum(['full', 'skeleton']).default('full'),
});
const JSON_TYPE = 'application/json; charset=utf-8';
const slowest = z.object({ data: z.array(spanSkeletonSchema) });
const logList = z.object({ data: z.array(logSchema) });

/** Traces, their spans and their logs. What is large is written as it is, without checking it against its schema. */
export const traces =
  (reader: TelemetryReader): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/v1/traces',
      {
        config,
        schema: {
          summary: 'Traces that start in a range, newest first',
          querystring: listQuery,
          response: { 200: traceListSchema },
        },
      },
      async (request, reply) => reader.traces(request.project, request.query, clientGone(reply)),
    );

    routes.get(
      '/api/v1/spans/slowest',
      {
        config,
        schema: {
          summary: 'The spans of a range that took longest, longest first',
          querystring: listQuery.omit({ cursor: true }),
          response: { 200: slowest },
        },
      },
      async ({ project, query }, reply) => ({
        data: await reader.slowestSpans(project, query, clientGone(reply)),
      }),
    );

    routes.get(
      '/api/v1/traces/:traceId',
      {
        config,
        schema: {
          summary: 'A trace with all its spans',
          params: traceParams,
          querystring: traceQuery,
          response: { 200: traceSchema },
        },
      },
      async (request, reply) => {
        const { params, project, query } = request;
        const trace = await reader.trace(project, params.traceId, query.view, clientGone(reply));
        if (!trace) throw unknownTrace();
        return reply.type(JSON_TYPE).serializer(JSON.stringify).send(trace);
      },
    );

    routes.get(
      '/api/v1/traces/:traceId/spans/:spanId',
      {
        config,
        schema: {
          summary: 'One span with all its text',
          params: traceParams.extend({ spanId: id }),
          querystring: projectQuery,
          response: { 200: spanSchema },
        },
      },
      async (request, reply) => {
        const { params, project } = request;
        const span = await reader.span(project, params.traceId, params.spanId, clientGone(reply));
        if (!span) throw new ApiError('not_found', { message: 'There is no such span in this project.' });
        return reply.type(JSON_TYPE).serializer(JSON.stringify).send(span);
      },
    );

    routes.get(
      '/api/v1/traces/:traceId/logs',
      {
        config,
        schema: {
          summary: 'The log records of a trace',
          params: traceParams,
          querystring: projectQuery,
          response: { 200: logList },
        },
      },
      async (request, reply) => {
        const data = await reader.logs(request.project, request.params.traceId, clientGone(reply));
        if (!data) throw unknownTrace();
        return reply.type(JSON_TYPE).serializer(JSON.stringify).send({ data });
      },
    );
  };

const unknownTrace = () => new ApiError('not_found', { message: 'There is no such trace in this project.' });
