import type { ListQuery } from '@pharos/core/api/common';
import type { ListedSession, SessionLife } from '@pharos/core/api/session-list';
import type { SessionSummary } from '@pharos/core/api/spans';
import { bySession, type Standing, standingOf } from '@pharos/core/presence/lives';
import type { ProjectScope } from '../../store/scope.ts';
import type { UsersSeenReader } from '../../store/telemetry/presence.ts';

/** Reports are kept by the minute; of more the latest count. */
const MOST_MINUTES = 50_000;
const DAY_MS = 86_400_000;

interface Asked extends Pick<ListQuery, 'to'> {
  nowMs: number;
  windowMs: number;
}

/** Sessions of a page, each with where it stands in its life. */
export async function withLives(
  reader: Pick<UsersSeenReader, 'presenceOfSessions'>,
  project: ProjectScope,
  { to, nowMs, windowMs }: Asked,
  sessions: readonly SessionSummary[],
  signal: AbortSignal,
): Promise<ListedSession[]> {
  const [first] = sessions.map(({ startTime }) => startTime).sort();
  if (first === undefined) return [];
  const asked = {
    from: first,
    to: to ?? iso(nowMs + DAY_MS),
    sessions: sessions.map((each) => each.sessionId),
  };
  const lives = new Map<string, SessionLife>();
  for (const told of bySession(await reader.presenceOfSessions(project, asked, MOST_MINUTES, signal))) {
    const [{ sessionId }] = told;
    // Of several users of a session the one heard of last counts.
    if (!lives.has(sessionId)) lives.set(sessionId, shown(standingOf(told, nowMs, windowMs)));
  }
  return sessions.map((session) => ({ ...session, life: lives.get(session.sessionId) ?? null }));
}

const iso = (ms: number): string => new Date(ms).toISOString();

const shown = ({ atMs, ...standing }: Standing): SessionLife => ({ ...standing, at: iso(atMs) });
