import { projectQuery } from '@pharos/core/api/common';
import {
  eventListQuery,
  eventNamesPageSchema,
  eventNamesQuery,
  eventPageSchema,
} from '@pharos/core/api/events';
import { reportsOf, reportsTakenSchema } from '@pharos/core/api/live-reports';
import { mayIngest, mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { TakeReports } from '../../http/read-reports.ts';
import type { Plugin } from '../../http/routes.ts';
import type { TelemetryReader } from '../../store/telemetry/contract.ts';

const MAX_BODY_BYTES = 4 << 20;

/** What users do, as applications name it. */
export const events =
  (reader: TelemetryReader, take: TakeReports): Plugin =>
  (routes) => {
    routes.post(
      '/api/v1/events',
      {
        config: { access: mayIngest },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'That users did something; 200: what was accepted is on disk',
          description:
            'Items are read one by one: those that are refused are named by their place with the reason, all others count. An event that is sent again with its id and time, or without an id but with the same content and time, is stored once.',
          querystring: projectQuery,
          body: reportsOf('events'),
          response: { 200: reportsTakenSchema },
        },
      },
      ({ project, body }) => take(project, body.events),
    );

    routes.get(
      '/api/v1/events',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Events of users, newest first, by name, user and session',
          querystring: eventListQuery,
          response: { 200: eventPageSchema },
        },
      },
      ({ project, query }, reply) => reader.events(project, query, clientGone(reply)),
    );

    routes.get(
      '/api/v1/events/names',
      {
        config: { access: mayRead },
        schema: {
          summary: 'How many events there are of each name, the most frequent first',
          querystring: eventNamesQuery,
          response: { 200: eventNamesPageSchema },
        },
      },
      ({ project, query }, reply) => reader.eventNames(project, query, clientGone(reply)),
    );
  };
