import type { Clock } from '@pharos/core/time';
import { type Ids, sha256 } from '../ids.ts';
import type { Records } from '../store/records/tables.ts';

/** A caller that signed in. */
export interface UserCaller {
  type: 'user';
  userId: string;
  email: string;
  name: string;
  /** Must come back as x-csrf-token with every change. */
  csrfToken: string;
}

export const SESSION_MS = 12 * 3_600_000;
/** A session in use is prolonged, but not written at every request. */
const PROLONG_AFTER_MS = 5 * 60_000;

/** Login sessions: an opaque token in a cookie, its hash in the records, 12 hours from the last use. */
export interface Sessions {
  /** Begins a session of a user that exists. */
  begin(userId: string): Promise<{ token: string; caller: UserCaller }>;
  /** Who the token belongs to, and whether its cookie is to be renewed; undefined when it is not valid. */
  find(token: string): Promise<{ caller: UserCaller; prolonged: boolean } | undefined>;
  end(token: string): Promise<void>;
  /** Ends all sessions of a user, save the one with `exceptToken`. */
  endAll(userId: string, exceptToken?: string): Promise<void>;
}

export function createSessions(records: Records, clock: Clock, ids: Ids): Sessions {
  const inTime = () => new Date(clock.nowMs() + SESSION_MS);
  return {
    async begin(userId) {
      const token = ids.secret();
      const now = new Date(clock.nowMs());
      await records.deleteFrom('loginSessions').where('expiresAt', '<=', now).execute();
      await records
        .insertInto('loginSessions')
        .values({ tokenHash: sha256(token), userId, createdAt: now, expiresAt: inTime() })
        .execute();
      const user = await records
        .selectFrom('users')
        .select(['id', 'email', 'name'])
        .where('id', '=', userId)
        .executeTakeFirstOrThrow();
      return { token, caller: callerOf(user, token) };
    },

    async find(token) {
      const tokenHash = sha256(token);
      const row = await records
        .selectFrom('loginSessions')
        .innerJoin('users', 'users.id', 'loginSessions.userId')
        .select(['users.id', 'users.email', 'users.name', 'loginSessions.expiresAt'])
        .where('tokenHash', '=', tokenHash)
        .where('expiresAt', '>', new Date(clock.nowMs()))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const prolonged = row.expiresAt.getTime() < clock.nowMs() + SESSION_MS - PROLONG_AFTER_MS;
      if (prolonged) {
        await records
          .updateTable('loginSessions')
          .set({ expiresAt: inTime() })
          .where('tokenHash', '=', tokenHash)
          .execute();
      }
      return { caller: callerOf(row, token), prolonged };
    },

    async end(token) {
      await records.deleteFrom('loginSessions').where('tokenHash', '=', sha256(token)).execute();
    },

    async endAll(userId, exceptToken) {
      await records
        .deleteFrom('loginSessions')
        .where('userId', '=', userId)
        .$if(exceptToken !== undefined, (query) => query.where('tokenHash', '!=', sha256(exceptToken ?? '')))
        .execute();
    },
  };
}

const callerOf = (
  { id, email, name }: { id: string; email: string; name: string },
  token: string,
): UserCaller => ({
  type: 'user',
  userId: id,
  email,
  name,
  csrfToken: csrfTokenOf(token),
});

/** Bound to the session and not to be turned back into its token. */
export const csrfTokenOf = (token: string): string => sha256(`csrf:${token}`).slice(0, 32);
