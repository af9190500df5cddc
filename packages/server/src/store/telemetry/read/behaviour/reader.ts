import type { BehaviourReader } from '../../behaviour-contract.ts';
import { abortable, type Queries } from '../../driver.ts';
import { cohorts, dayGaps, firstUserMs, newUsers, usersByPart } from './active-users.ts';
import { funnelUsers, readFunnel } from './funnel.ts';
import { parallel } from './parallel.ts';
import { listActivities, readPaths } from './paths.ts';
import { segmentSizes, segmentUsers } from './segments.ts';

/** What users do over time. */
export const createBehaviourReader = (engine: Queries): BehaviourReader => ({
  firstUserMs: (scope, signal) => firstUserMs(abortable(engine, signal), scope),
  dayGaps: (scope, days, signal) => dayGaps(abortable(engine, signal), scope, days),
  newUsers: (scope, days, signal) => newUsers(abortable(engine, signal), scope, days),
  cohorts: (scope, periods, signal) => cohorts(abortable(engine, signal), scope, periods),
  usersByPart: (scope, parts, signal) => usersByPart(abortable(engine, signal), scope, parts),
  parallel: (scope, range, signal) => parallel(abortable(engine, signal), scope, range),
  segmentSizes: (scope, moment, signal) => segmentSizes(abortable(engine, signal), scope, moment),
  funnel: async (scope, request, signal) => readFunnel(abortable(engine, signal), scope, request),
  funnelUsers: async (scope, request, signal) => funnelUsers(abortable(engine, signal), scope, request),
  activities: (scope, query, signal) => listActivities(abortable(engine, signal), scope, query),
  userPaths: (scope, request, signal) => readPaths(abortable(engine, signal), scope, request),
  segmentUsers: (scope, moment, page, signal) => segmentUsers(abortable(engine, signal), scope, moment, page),
});
