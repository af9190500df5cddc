import {
  activityQuery,
  activitySchema,
  concurrencyQuery,
  concurrencySchema,
  heatQuery,
  heatSchema,
  MOST_COHORTS,
  retentionQuery,
  retentionSchema,
  segmentsQuery,
  segmentsSchema,
  segmentUsersQuery,
  segmentUsersSchema,
} from '@pharos/core/api/behaviour';
import { activityDays, activityOf } from '@pharos/core/behaviour/activity';
import { calendarOf, hoursOf } from '@pharos/core/behaviour/calendar';
import { heatOf, knownHours } from '@pharos/core/behaviour/heat';
import { retentionOf } from '@pharos/core/behaviour/retention';
import { SEGMENTS } from '@pharos/core/behaviour/segments';
import type { Clock } from '@pharos/core/time';
import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { BehaviourReader } from '../../store/telemetry/behaviour-contract.ts';
import { concurrencyOf } from './concurrency.ts';
import { segmentSizes, segmentUsers } from './segments.ts';

/** `/api/v1/behaviour`: who comes, when, how often, and whether they come back. */
export const behaviour =
  (reader: BehaviourReader, clock: Clock): Plugin =>
  (routes) => {
    const config = { access: mayRead };

    routes.get(
      '/api/v1/behaviour/activity',
      {
        config,
        schema: {
          summary: 'Active users by day or week: DAU, WAU, MAU, stickiness, new and returning',
          description:
            'Whole days or weeks in the time zone, up to 400 days. Active: a span with the user id, or presence told as active. New: never seen before, in all that was ever stored.',
          querystring: activityQuery,
          response: { 200: activitySchema },
        },
      },
      async ({ project, query }, reply) => {
        const signal = clientGone(reply);
        const asked = activityDays({ ...query, ...boundsOf(query) });
        const [gaps, newByDay, sinceMs] = await Promise.all([
          reader.dayGaps(project, asked.days, signal),
          reader.newUsers(project, asked.days, signal),
          reader.firstUserMs(project, signal),
        ]);
        return activityOf(asked, { gaps, newByDay, sinceMs }, clock.nowMs());
      },
    );

    routes.get(
      '/api/v1/behaviour/retention',
      {
        config,
        schema: {
          summary: 'Who came back, by the day or week in which they were seen first',
          description: `Up to ${MOST_COHORTS} cohorts. Of each how many were active in its own period and in those after; the last may still be filling, see \`complete\`.`,
          querystring: retentionQuery,
          response: { 200: retentionSchema },
        },
      },
      async ({ project, query }, reply) => {
        const signal = clientGone(reply);
        const { fromMs, toMs } = boundsOf(query);
        const periods = calendarOf(fromMs, toMs, query.timeZone, query.interval);
        if (periods.startsMs.length > MOST_COHORTS)
          throw new ApiError('invalid_request', {
            message: `More than ${MOST_COHORTS} cohorts: ask for weeks, or for a shorter range.`,
          });
        const [cells, sinceMs] = await Promise.all([
          reader.cohorts(project, periods, signal),
          reader.firstUserMs(project, signal),
        ]);
        return retentionOf(periods, cells, sinceMs, clock.nowMs());
      },
    );

    routes.get(
      '/api/v1/behaviour/heat-map',
      {
        config,
        schema: {
          summary: 'Active users by weekday and hour, on average',
          description:
            'Hours as the clocks of the time zone show them, daylight saving included, that are over and in or after which anybody was seen first; up to 92 days.',
          querystring: heatQuery,
          response: { 200: heatSchema },
        },
      },
      async ({ project, query }, reply) => {
        const { fromMs, toMs } = boundsOf(query);
        const days = calendarOf(fromMs, toMs, query.timeZone, 'day');
        const signal = clientGone(reply);
        const sinceMs = await reader.firstUserMs(project, signal);
        const known = knownHours(hoursOf(days, query.timeZone), sinceMs, clock.nowMs());
        const [startsMs, endMs] = [known.map(({ startMs }) => startMs), known.at(-1)?.endMs];
        const users =
          endMs === undefined ? new Map() : await reader.usersByPart(project, { startsMs, endMs }, signal);
        return { cells: heatOf(known, users) };
      },
    );

    routes.get(
      '/api/v1/behaviour/concurrency',
      {
        config,
        schema: {
          summary: 'Users, sessions and runs in parallel, with their peaks',
          description:
            'Users and sessions of the busiest minute of each part, runs at most at any moment; up to 8 days. A run goes from its first span to the end of its last, of which each counts for at most six hours; those that began longer before the range are not looked for.',
          querystring: concurrencyQuery,
          response: { 200: concurrencySchema },
        },
      },
      async ({ project, query }, reply) => {
        const bounds = boundsOf(query);
        const toMs = Math.min(bounds.toMs, Math.max(bounds.fromMs + 1, clock.nowMs()));
        return concurrencyOf(reader, project, { fromMs: bounds.fromMs, toMs }, clientGone(reply));
      },
    );

    routes.get(
      '/api/v1/behaviour/segments',
      {
        config,
        schema: {
          summary: 'How many users are new, regular, slipping or lost, and by which rules',
          querystring: segmentsQuery,
          response: { 200: segmentsSchema },
        },
      },
      async ({ project, query }, reply) => segmentSizes(reader, project, query, clock, clientGone(reply)),
    );

    routes.get(
      '/api/v1/behaviour/segments/:segment/users',
      {
        config,
        schema: {
          summary: 'The users of a segment, those seen last first',
          params: z.object({ segment: z.enum(SEGMENTS) }),
          querystring: segmentUsersQuery,
          response: { 200: segmentUsersSchema },
        },
      },
      async ({ project, params, query }, reply) =>
        segmentUsers(reader, project, { ...query, ...params }, clock, clientGone(reply)),
    );
  };

const boundsOf = ({ from, to }: { from: string; to: string }) => ({
  fromMs: Date.parse(from),
  toMs: Date.parse(to),
});
