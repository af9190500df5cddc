import { reportsOf, reportsTakenSchema } from '@pharos/core/api/live-reports';
import { onlinePageSchema, onlineQuery } from '@pharos/core/api/presence';
import { COUNTED, type OnlineUser } from '@pharos/core/presence/user';
import { mayIngest, mayRead } from '../../http/access.ts';
import type { TakeReports } from '../../http/read-reports.ts';
import type { Plugin } from '../../http/routes.ts';
import type { LivePresence } from '../../live/presence.ts';
import { available } from './available.ts';
import type { PresenceBook } from './book.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { onlineMatching } from './matching.ts';
import type { PresenceMeter } from './meter.ts';
import type { TracedUsers } from './traced.ts';
import type { OnlineWindows } from './windows.ts';

/** What of presence lives as long as the server. */
export interface Presence {
  live: LivePresence;
  book: PresenceBook;
  traced: TracedUsers;
  meter: PresenceMeter;
  windows: OnlineWindows;
}

const MAX_BODY_BYTES = 4 << 20;
/** Values of each that users are counted by. */
const MAX_VALUES = 50;

/** Who is online now: reported by applications, inferred from traces. */
export const presence =
  ({ live, traced, windows }: Presence, take: TakeReports): Plugin =>
  (routes) => {
    routes.post(
      '/api/v1/presence',
      {
        config: { access: mayIngest },
        bodyLimit: MAX_BODY_BYTES,
        schema: {
          summary: 'Reports that users are there; 200: what was accepted is on disk and counts',
          body: reportsOf('reports'),
          response: { 200: reportsTakenSchema },
        },
      },
      ({ project, body }) => take(project, body.reports),
    );

    routes.get(
      '/api/v1/users/online',
      {
        config: { access: mayRead },
        schema: {
          summary: 'Users who are online now, who came last first, and how many there are of each kind',
          querystring: onlineQuery,
          response: { 200: onlinePageSchema },
        },
      },
      async ({ project, query: { project: _, limit, cursor, ...conditions } }) => {
        const after = readCursor(cursor);
        const tracesReadAtMs = await traced.refresh(project);
        const [{ users, next }, { online, by }] = await available(
          Promise.all([
            onlineMatching(live, project, { limit, after }, conditions),
            live.counts(project, MAX_VALUES),
          ]),
        );
        return {
          data: users.map(shown),
          nextCursor: next ? writeCursor(next) : null,
          online,
          counts: Object.fromEntries(
            COUNTED.map((each) => [each, by[each].map(([value, count]) => ({ value, users: count }))]),
          ) as Record<(typeof COUNTED)[number], { value: string; users: number }[]>,
          windowSeconds: windows.of(project) / 1000,
          tracesReadAt: tracesReadAtMs === undefined ? null : iso(tracesReadAtMs),
        };
      },
    );
  };

const iso = (ms: number): string => new Date(ms).toISOString();

const shown = ({ sinceMs, lastSeenMs, ...user }: OnlineUser) => ({
  ...user,
  since: iso(sinceMs),
  lastSeen: iso(lastSeenMs),
});
