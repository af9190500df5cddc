import type { LiveItems } from '@pharos/core/api/live';
import type { SessionChange } from '@pharos/core/presence/session';
import { COUNTED, type OnlineUser } from '@pharos/core/presence/user';
import { inTime } from '../../in-time.ts';
import type { LivePresence } from '../../live/presence.ts';
import type { LiveSources } from '../../live/source.ts';
import type { ProjectScope } from '../../store/scope.ts';
import type { TracedUsers } from './traced.ts';

const MOST_VALUES = 20;
const MOST_ARRIVALS = 50;
/** Who is only seen in traces may be told a moment later. */
const TRACES_PATIENCE_MS = 200;

/** Who is online and what becomes of their sessions, as those who watch see them. */
export function presenceSources(parts: {
  live: LivePresence;
  traced: TracedUsers;
}): LiveSources<'users' | 'arrivals' | 'sessions'> {
  const { live, traced } = parts;
  const withTraced = (project: ProjectScope) =>
    inTime(traced.refresh(project), TRACES_PATIENCE_MS).catch(() => undefined);

  return {
    async users(project) {
      await withTraced(project);
      const { online, by } = await live.counts(project, MOST_VALUES);
      const items = COUNTED.map(
        (each) => [each, by[each].map(([value, users]) => ({ value, users }))] as const,
      );
      return { total: online, items: new Map(items) };
    },

    async arrivals(project) {
      await withTraced(project);
      const [{ users }, { online }] = await Promise.all([
        live.online(project, { limit: MOST_ARRIVALS }),
        live.counts(project, 0),
      ]);
      return { total: online, items: new Map(users.map((user) => [user.userId, arrivalOf(user)])) };
    },

    async sessions(project) {
      const items = (await live.changes(project))
        .map(toldOf)
        .map((told) => [JSON.stringify(told), told] as const);
      return { total: items.length, items: new Map(items) };
    },
  };
}

/** Without when they were heard of last: heartbeats are no news. */
const arrivalOf = ({ sinceMs, lastSeenMs: _, sessions: __, ...user }: OnlineUser): LiveItems['arrivals'] => ({
  ...user,
  since: new Date(sinceMs).toISOString(),
});

const toldOf = ({ atMs, event, userId, sessionId, by, inferred }: SessionChange): LiveItems['sessions'] => ({
  ...{ event, userId, sessionId, by, inferred },
  at: new Date(atMs).toISOString(),
});
