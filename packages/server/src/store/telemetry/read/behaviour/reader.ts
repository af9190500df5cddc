import type { BehaviourReader } from '../../behaviour-contract.ts';
import { abortable, type Queries } from '../../driver.ts';
import { requireFilled } from '../../fills.ts';
import { cohorts, dayGaps, firstUserMs, newUsers, usersByPart } from './active-users.ts';
import { funnelUsers, readFunnel } from './funnel.ts';
import { parallel } from './parallel.ts';
import { listActivities, readPaths } from './paths.ts';
import { segmentSizes, segmentUsers } from './segments.ts';

/** What users do over time. */
export const createBehaviourReader = (engine: Queries): BehaviourReader => {
  /** For what is told by all that users ever did. */
  const whole = async (signal: AbortSignal | undefined): Promise<Queries> => {
    const asked = abortable(engine, signal);
    await requireFilled(asked, 'user_index', 'user_activity');
    return asked;
  };
  return {
    firstUserMs: async (scope, signal) => firstUserMs(await whole(signal), scope),
    dayGaps: async (scope, days, signal) => dayGaps(await whole(signal), scope, days),
    newUsers: async (scope, days, signal) => newUsers(await whole(signal), scope, days),
    cohorts: async (scope, periods, signal) => cohorts(await whole(signal), scope, periods),
    usersByPart: async (scope, parts, signal) => usersByPart(await whole(signal), scope, parts),
    parallel: (scope, range, signal) => parallel(abortable(engine, signal), scope, range),
    segmentSizes: async (scope, moment, signal) => segmentSizes(await whole(signal), scope, moment),
    funnel: async (scope, request, signal) => readFunnel(abortable(engine, signal), scope, request),
    funnelUsers: async (scope, request, signal) => funnelUsers(abortable(engine, signal), scope, request),
    activities: (scope, query, signal) => listActivities(abortable(engine, signal), scope, query),
    userPaths: (scope, request, signal) => readPaths(abortable(engine, signal), scope, request),
    segmentUsers: async (scope, moment, page, signal) =>
      segmentUsers(await whole(signal), scope, moment, page),
  };
};
