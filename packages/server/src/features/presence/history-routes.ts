import {
  HISTORY_LIMITS,
  type PresenceHistory,
  presenceHistoryQuery,
  presenceHistorySchema,
} from '@pharos/core/api/presence-history';
import { lifeOf } from '@pharos/core/presence/life';
import { bySession, type ToldOfSession } from '@pharos/core/presence/lives';
import type { Clock } from '@pharos/core/time';
import { mayRead } from '../../http/access.ts';
import { clientGone } from '../../http/client-gone.ts';
import type { Plugin } from '../../http/routes.ts';
import type { UsersSeenReader } from '../../store/telemetry/presence.ts';
import type { OnlineWindows } from './windows.ts';

/** What became of the sessions of a user, as was told of them. */
export const presenceHistory =
  (reader: Pick<UsersSeenReader, 'presenceHistory'>, windows: OnlineWindows, clock: Clock): Plugin =>
  (routes) => {
    routes.get(
      '/api/v1/presence/history',
      {
        config: { access: mayRead },
        schema: {
          summary:
            'The sessions of a user, or one session: when each started, was idle, ended and was resumed',
          description: `Of what was told, by the minute, over at most ${HISTORY_LIMITS.days} days; the latest ${HISTORY_LIMITS.minutes} minutes of it. Sessions of whom nothing was told are not known here.`,
          querystring: presenceHistoryQuery,
          response: { 200: presenceHistorySchema },
        },
      },
      async ({ project, query }, reply) => {
        const found = await reader.presenceHistory(project, query, HISTORY_LIMITS.minutes, clientGone(reply));
        const sessions = bySession(found);
        const { sessions: most } = HISTORY_LIMITS;
        return {
          sessions: sessions.slice(0, most).map((told) => shown(told, clock.nowMs(), windows.of(project))),
          cut: found.length >= HISTORY_LIMITS.minutes || sessions.length > most,
        };
      },
    );
  };

const iso = (ms: number): string => new Date(ms).toISOString();

function shown(told: ToldOfSession, nowMs: number, windowMs: number): PresenceHistory['sessions'][number] {
  const [last] = told;
  const { moments, phase } = lifeOf(told.toReversed(), nowMs, windowMs);
  const { agent, page, platform, country, locale } = last;
  return {
    ...{ sessionId: last.sessionId, userId: last.userId, phase },
    ...{ firstSeen: iso(told.at(-1)?.atMs ?? last.atMs), lastSeen: iso(last.atMs) },
    ...{ agent, page, platform, country, locale },
    moments: moments
      .slice(-HISTORY_LIMITS.moments)
      .map(({ event, atMs, by }) => ({ event, at: iso(atMs), by })),
  };
}
