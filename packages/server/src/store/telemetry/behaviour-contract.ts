import type { Funnel, FunnelRequest, FunnelUsers, FunnelUsersRequest } from '@pharos/core/api/funnels';
import type { Activities, ActivitiesQuery, Paths, PathsRequest } from '@pharos/core/api/user-paths';
import type { DayGap } from '@pharos/core/behaviour/active-users';
import type { Calendar } from '@pharos/core/behaviour/calendar';
import type { RunLevel } from '@pharos/core/behaviour/parallel';
import type { CohortCell } from '@pharos/core/behaviour/retention';
import type { Segment } from '@pharos/core/behaviour/segments';
import type { ProjectScope } from '../scope.ts';

/** A range in equal parts, numbered from 0. */
export interface PartedRange {
  fromMs: number;
  toMs: number;
  partMs: number;
}

/** What was in parallel in each part; parts in which nothing was, or nothing changed, are left out. */
export interface ParallelParts {
  people: { part: number; users: number; sessions: number }[];
  runs: RunLevel[];
}

/** As of when users are told apart, and the days up to then. */
export interface SegmentMoment {
  atMs: number;
  /** Where the shorter window of days begins in which activity counts, of those in `days`. */
  activeFromMs: number;
  days: Calendar;
}

export interface EngagedUser {
  userId: string;
  firstMs: number;
  lastMs: number;
  activeDays: number;
  recentDays: number;
}

/** What users do over time. Active: they have a span, or were told to be active, in a quarter of an hour. */
export interface BehaviourReader {
  /** When anybody was seen first; undefined when nobody was. */
  firstUserMs(scope: ProjectScope, signal?: AbortSignal): Promise<number | undefined>;
  /** Who was active on each day, by when they were again. */
  dayGaps(scope: ProjectScope, days: Calendar, signal?: AbortSignal): Promise<DayGap[]>;
  /** Users seen for the first time ever, by day. */
  newUsers(scope: ProjectScope, days: Calendar, signal?: AbortSignal): Promise<Map<number, number>>;
  /** Of those seen first in each period how many were active in it and in later ones. */
  cohorts(scope: ProjectScope, periods: Calendar, signal?: AbortSignal): Promise<CohortCell[]>;
  /** Users who were active, by the start of the stretch of time. */
  usersByPart(scope: ProjectScope, parts: Calendar, signal?: AbortSignal): Promise<Map<number, number>>;
  parallel(scope: ProjectScope, range: PartedRange, signal?: AbortSignal): Promise<ParallelParts>;
  segmentSizes(
    scope: ProjectScope,
    moment: SegmentMoment,
    signal?: AbortSignal,
  ): Promise<Map<Segment, number>>;
  /** Those seen last first, one more than a page holds. */
  segmentUsers(
    scope: ProjectScope,
    moment: SegmentMoment,
    page: { segment: Segment; before: { lastMs: number; userId: string } | undefined; limit: number },
    signal?: AbortSignal,
  ): Promise<EngagedUser[]>;
  /** How many came how far. @throws ApiError for a breakdown that the first step does not have. */
  funnel(scope: ProjectScope, request: FunnelRequest, signal?: AbortSignal): Promise<Funnel>;
  funnelUsers(scope: ProjectScope, request: FunnelUsersRequest, signal?: AbortSignal): Promise<FunnelUsers>;
  /** What can be done, and is. */
  activities(scope: ProjectScope, query: ActivitiesQuery, signal?: AbortSignal): Promise<Activities>;
  userPaths(scope: ProjectScope, request: PathsRequest, signal?: AbortSignal): Promise<Paths>;
}
