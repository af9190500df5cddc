import type { ApiEvent } from '@pharos/core/api/events';
import type { PresenceHistory } from '@pharos/core/api/presence-history';
import type { ApiScore } from '@pharos/core/api/scores';
import type { TraceSummary } from '@pharos/core/api/spans';
import { titleOf } from '../../../components/trace-strip/title.ts';

export const TIMELINE_KINDS = ['run', 'error', 'event', 'feedback', 'presence'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Something that happened to a user, or that they did. */
export interface TimelineItem {
  key: string;
  kind: TimelineKind;
  at: string;
  /** What it is; of presence the event of a session's life. */
  text: string;
  /** Further words: a value, a page, why. */
  aside: string;
  traceId: string | null;
  sessionId: string | null;
}

type Moment = PresenceHistory['sessions'][number]['moments'][number];

/** The latest of a source, those before left out when it has a cursor to them. */
interface Latest<Of> {
  data: readonly Of[];
  nextCursor: string | null;
}

/** Each undefined while it is not known. */
export interface TimelineParts {
  traces: Latest<TraceSummary> | undefined;
  events: Latest<ApiEvent> | undefined;
  scores: Latest<ApiScore> | undefined;
  presence: PresenceHistory | undefined;
  /** How what became of a session is said. */
  wordOf: (moment: Moment) => string;
}

export interface Timeline {
  /** The latest first. */
  items: TimelineItem[];
  /** What was before that is left out, since some source would be missing among it; undefined when nothing is. */
  sinceMs: number | undefined;
}

/** All of it in one line, as far back as every source was told whole. */
export function timelineOf({ traces, events, scores, presence, wordOf }: TimelineParts): Timeline {
  const items: TimelineItem[] = [
    ...(traces?.data ?? []).map((trace) => ({
      key: `run ${trace.traceId}`,
      kind: trace.errorCount > 0 ? ('error' as const) : ('run' as const),
      at: trace.startTime,
      text: titleOf(trace),
      aside: trace.agents.join(', '),
      ...{ traceId: trace.traceId, sessionId: trace.sessionId },
    })),
    ...(events?.data ?? []).map((event) => ({
      key: `event ${event.eventId} ${event.time}`,
      kind: 'event' as const,
      at: event.time,
      text: event.name,
      aside: event.page,
      ...{ traceId: event.traceId || null, sessionId: event.sessionId || null },
    })),
    ...(scores?.data ?? []).map((score) => ({
      key: `score ${score.scoreId}`,
      kind: 'feedback' as const,
      at: score.time,
      text: `${score.name}: ${score.label ?? score.value ?? ''}`,
      aside: score.comment ?? '',
      ...{ traceId: score.traceId, sessionId: score.sessionId },
    })),
    ...(presence?.sessions ?? []).flatMap(({ sessionId, page, moments }) =>
      moments.map((moment) => ({
        key: `presence ${sessionId} ${moment.at} ${moment.event}`,
        kind: 'presence' as const,
        at: moment.at,
        text: wordOf(moment),
        aside: page,
        ...{ traceId: null, sessionId: sessionId || null },
      })),
    ),
  ];
  const ends = [
    ...oldestOf(traces, ({ startTime }) => startTime),
    ...oldestOf(events, ({ time }) => time),
    ...oldestOf(scores, ({ time }) => time),
    ...(presence?.cut ? oldest(presence.sessions.map(({ lastSeen }) => lastSeen)) : []),
  ];
  const sinceMs = ends.length > 0 ? Math.max(...ends) : undefined;
  return {
    items: items
      .filter(({ at }) => Date.parse(at) >= (sinceMs ?? Number.NEGATIVE_INFINITY))
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    sinceMs,
  };
}

/** Where a source ends of which there is more; none where that is all. */
const oldestOf = <Of>(latest: Latest<Of> | undefined, at: (each: Of) => string): number[] =>
  latest?.nextCursor ? oldest(latest.data.map(at)) : [];

const oldest = (times: readonly string[]): number[] =>
  times.length > 0 ? [Math.min(...times.map((time) => Date.parse(time)))] : [];
