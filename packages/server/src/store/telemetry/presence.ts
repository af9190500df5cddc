import type { ListQuery } from '@pharos/core/api/common';
import { PRESENCE_STATES } from '@pharos/core/api/live-reports';
import type { PresenceHistoryQuery } from '@pharos/core/api/presence-history';
import type { LifeStand } from '@pharos/core/api/session-list';
import type { Sighting } from '@pharos/core/presence/sighting';
import { MAX_SESSIONS } from '@pharos/core/presence/user';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../scope.ts';
import type { Driver } from './driver.ts';
import { PRESENCE_COLUMNS } from './record-columns.ts';
import { RowBinary } from './row-binary.ts';

export interface StoredSighting {
  projectId: string;
  sighting: Sighting;
}

/** A session that was heard of: the last of its reports, and when the others were, in order of time. */
export interface SeenSession extends StoredSighting {
  momentsMs: number[];
}

/** What was told of presence: of each user, session and minute the report that counts. */
export interface PresenceStore {
  /** On disk when it resolves. Told again it is replaced. */
  append(sightings: readonly StoredSighting[]): Promise<void>;
  /** Sessions of all projects that were heard of since then; of too many, also of one user, those heard of last. */
  seenSince(sinceMs: number, limit: number): Promise<SeenSession[]>;
}

/** That a user did something in a session, as spans tell. */
export interface UserSeen {
  userId: string;
  sessionId: string;
  agent: string;
  firstMs: number;
  lastMs: number;
}

/** Of which sessions that is so, as of a moment; after a window without a word a session has ended. */
export interface LifeAsked {
  is: LifeStand;
  nowMs: number;
  windowMs: number;
}

export interface UsersSeenReader {
  /** Users of spans that start in the range; of many, also of sessions of one, those seen last. */
  usersSeen(scope: ProjectScope, range: TimeRange, limit: number, signal?: AbortSignal): Promise<UserSeen[]>;
  /** What was told of a user or a session, of each minute the report that counts, the latest first. */
  presenceHistory(
    scope: ProjectScope,
    query: PresenceHistoryQuery,
    limit: number,
    signal?: AbortSignal,
  ): Promise<Sighting[]>;
  /** What was told of these sessions, from a day before the range to a day after it, the latest first. */
  presenceOfSessions(
    scope: ProjectScope,
    query: Pick<ListQuery, 'from' | 'to'> & { sessions: readonly string[] },
    limit: number,
    signal?: AbortSignal,
  ): Promise<Sighting[]>;
}

interface Row extends Omit<Sighting, 'atMs' | 'inferred' | 'userId' | 'sessionId'> {
  project_id: string;
  user_id: string;
  session_id: string;
  moments: string[];
}

const COLUMNS = PRESENCE_COLUMNS.map(({ name }) => name);
const STATES = BigInt(PRESENCE_STATES.length);

/** Of the reports of a minute the one that counts, in whatever order they are written. */
const versionOf = ({ atMs, state }: Sighting): bigint =>
  BigInt(atMs) * STATES + BigInt(PRESENCE_STATES.indexOf(state));

const LAST = ['state', 'agent', 'page', 'platform', 'country', 'locale'].map(
  (name) => `argMax(${name}, ver) AS last_${name}`,
);
const SEEN_SQL = `
SELECT project_id, user_id, session_id, moments, ${LAST.map((each) => each.split(' AS ')[1])
  .map((name) => `${name} AS ${name?.slice('last_'.length)}`)
  .join(', ')} FROM (
  SELECT project_id, user_id, session_id, arraySort(groupUniqArray(toUnixTimestamp64Milli(at))) AS moments,
    max(at) AS last_at, ${LAST.join(', ')}
  FROM presence WHERE minute >= fromUnixTimestamp({since:UInt32}) GROUP BY project_id, user_id, session_id
) ORDER BY last_at DESC LIMIT ${MAX_SESSIONS} BY project_id, user_id LIMIT {limit:UInt64}`;

export function createPresenceStore(driver: Driver): PresenceStore {
  return {
    async append(sightings) {
      const out = new RowBinary();
      for (const { projectId, sighting } of sightings) {
        const row = { projectId, ver: versionOf(sighting), sighting };
        for (const column of PRESENCE_COLUMNS) column.write(out, row);
      }
      if (out.length > 0) await driver.insert('presence', COLUMNS, [out.take()]);
    },
    async seenSince(sinceMs, limit) {
      const since = Math.floor(sinceMs / 60_000) * 60;
      const rows = await driver.query<Row>(SEEN_SQL, { since, limit }, { lane: 'background' });
      return rows.map(({ project_id, user_id, session_id, moments, ...told }) => {
        const momentsMs = moments.map(Number);
        const ids = { userId: user_id, sessionId: session_id };
        const sighting = { ...told, ...ids, atMs: momentsMs.at(-1) ?? 0, inferred: false };
        return { projectId: project_id, sighting, momentsMs };
      });
    },
  };
}
