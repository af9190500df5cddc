import { projectQuery } from '@pharos/core/api/common';
import {
  heartbeatSchema,
  type ReportsTaken,
  reportsOf,
  reportsTakenSchema,
  runReportSchema,
} from '@pharos/core/api/live-reports';
import type { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayIngest } from '../../http/access.ts';
import { readReports } from '../../http/read-reports.ts';
import type { Routes } from '../../http/routes.ts';
import type { LiveAgents } from '../../live/agents.ts';
import { RegistersUnavailable } from '../../live/registers.ts';

/** 1,000 reports of the longest texts. */
const MAX_BODY_BYTES = 4 << 20;
const common = { config: { access: mayIngest }, bodyLimit: MAX_BODY_BYTES };
const ONE_BY_ONE =
  'Items are read one by one: those that are refused are named by their place with the reason, all others count. 200 means that they are known to all processes; what follows from them is on disk within about a second. Each may be sent again.';

/** What applications tell of themselves while they run, with the key that they send spans with. */
export const reportRoutes =
  (live: Pick<LiveAgents, 'heard' | 'told'>) =>
  (routes: Routes): void => {
    routes.post(
      '/api/v1/agents/heartbeats',
      {
        ...common,
        schema: {
          summary: 'That processes live in which agents run',
          description: ONE_BY_ONE,
          querystring: projectQuery,
          body: reportsOf('heartbeats'),
          response: { 200: reportsTakenSchema },
        },
      },
      ({ project, body }) =>
        take(heartbeatSchema, body.heartbeats, (heartbeats) => live.heard(project, heartbeats)),
    );

    routes.post(
      '/api/v1/agents/runs',
      {
        ...common,
        schema: {
          summary: 'That runs of agents began, got on, or ended',
          description: ONE_BY_ONE,
          querystring: projectQuery,
          body: reportsOf('runs'),
          response: { 200: reportsTakenSchema },
        },
      },
      ({ project, body }) => take(runReportSchema, body.runs, (reports) => live.told(project, reports)),
    );
  };

/** Takes what is right of a batch and says what is wrong with the rest. */
async function take<Schema extends z.ZodType>(
  schema: Schema,
  items: readonly unknown[],
  told: (reports: z.output<Schema>[]) => Promise<void>,
): Promise<ReportsTaken> {
  const { taken, refused } = readReports(schema, items);
  await told(taken).catch((error: unknown) => {
    if (!(error instanceof RegistersUnavailable)) throw error;
    throw new ApiError('unavailable', {
      message: 'Reports cannot be taken at the moment. Send them again.',
      retryAfter: 1,
    });
  });
  return { accepted: taken.length, refused };
}
