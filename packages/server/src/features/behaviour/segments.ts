import type { Segments, SegmentUser, SegmentUsersQuery } from '@pharos/core/api/behaviour';
import type { Page } from '@pharos/core/api/common';
import { calendarOf, withDaysBefore } from '@pharos/core/behaviour/calendar';
import {
  ACTIVE_DAYS,
  RECENT_DAYS,
  SEGMENT_RULES,
  SEGMENTS,
  type Segment,
} from '@pharos/core/behaviour/segments';
import type { Clock } from '@pharos/core/time';
import { ApiError } from '../../errors.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { BehaviourReader, SegmentMoment } from '../../store/telemetry/behaviour-contract.ts';

const DAY_MS = 86_400_000;

interface Asked {
  at?: string | undefined;
  timeZone: string;
}

/** The days that end with that of a moment, as the clocks of a zone have them. */
function momentOf(atMs: number, timeZone: string): SegmentMoment {
  const today = calendarOf(atMs - 1, atMs, timeZone, 'day');
  const { startsMs } = withDaysBefore(today, RECENT_DAYS - 1, timeZone);
  return {
    atMs,
    activeFromMs: startsMs[RECENT_DAYS - ACTIVE_DAYS] ?? atMs,
    days: { startsMs, endMs: atMs },
  };
}

const atOf = ({ at }: Asked, clock: Clock): number =>
  Math.min(clock.nowMs(), at === undefined ? clock.nowMs() : Date.parse(at));

export async function segmentSizes(
  reader: Pick<BehaviourReader, 'segmentSizes'>,
  project: ProjectScope,
  asked: Asked,
  clock: Clock,
  signal: AbortSignal,
): Promise<Segments> {
  const atMs = atOf(asked, clock);
  const [now, before] = await Promise.all(
    [atMs, atMs - ACTIVE_DAYS * DAY_MS].map((ms) =>
      reader.segmentSizes(project, momentOf(ms, asked.timeZone), signal),
    ),
  );
  const segments = SEGMENTS.map((segment) => ({
    ...{ segment, users: now?.get(segment) ?? 0, before: before?.get(segment) ?? 0 },
  }));
  return {
    at: new Date(atMs).toISOString(),
    users: segments.reduce((sum, { users }) => sum + users, 0),
    segments,
    rules: SEGMENT_RULES.map(({ segment, when }) => ({ segment, when: [...when] })),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

export async function segmentUsers(
  reader: Pick<BehaviourReader, 'segmentUsers'>,
  project: ProjectScope,
  asked: SegmentUsersQuery & { segment: Segment },
  clock: Clock,
  signal: AbortSignal,
): Promise<Page<SegmentUser>> {
  const { segment, limit, cursor } = asked;
  const place = readPlace(cursor, clock.nowMs());
  const atMs = place?.atMs ?? atOf(asked, clock);
  const moment = momentOf(atMs, asked.timeZone);
  const found = await reader.segmentUsers(project, moment, { segment, before: place, limit }, signal);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return {
    data: page.map(({ userId, firstMs, lastMs, activeDays, recentDays }) => ({
      ...{ userId, firstSeen: iso(firstMs), lastSeen: iso(lastMs), activeDays, recentDays },
    })),
    nextCursor: last ? [atMs, last.lastMs, last.userId].join(' ') : null,
  };
}

/** All pages of a list are as of the moment of the first. Nothing in it lies after that. */
function readPlace(cursor: string | undefined, nowMs: number) {
  if (cursor === undefined) return undefined;
  const match = /^(\d{1,15}) (\d{1,15}) (.+)$/s.exec(cursor);
  const [atMs, lastMs] = [Number(match?.[1]), Number(match?.[2])];
  if (!match || atMs > nowMs || lastMs > atMs)
    throw new ApiError('invalid_request', { message: 'There is no such cursor.' });
  return { atMs, lastMs, userId: match[3] ?? '' };
}
