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

export interface TimelineParts {
  traces: readonly TraceSummary[];
  events: readonly ApiEvent[];
  scores: readonly ApiScore[];
  sessions: PresenceHistory['sessions'];
  /** How what became of a session is said. */
  wordOf: (moment: Moment) => string;
}

/** All of it in one line, the latest first. */
export function timelineOf({ traces, events, scores, sessions, wordOf }: TimelineParts): TimelineItem[] {
  const items: TimelineItem[] = [
    ...traces.map((trace) => ({
      key: `run ${trace.traceId}`,
      kind: trace.errorCount > 0 ? ('error' as const) : ('run' as const),
      at: trace.startTime,
      text: titleOf(trace),
      aside: trace.agents.join(', '),
      ...{ traceId: trace.traceId, sessionId: trace.sessionId },
    })),
    ...events.map((event) => ({
      key: `event ${event.eventId} ${event.time}`,
      kind: 'event' as const,
      at: event.time,
      text: event.name,
      aside: event.page,
      ...{ traceId: event.traceId || null, sessionId: event.sessionId || null },
    })),
    ...scores.map((score) => ({
      key: `score ${score.scoreId}`,
      kind: 'feedback' as const,
      at: score.time,
      text: `${score.name}: ${score.label ?? score.value ?? ''}`,
      aside: score.comment ?? '',
      ...{ traceId: score.traceId, sessionId: score.sessionId },
    })),
    ...sessions.flatMap(({ sessionId, page, moments }) =>
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
  return items.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
