import {
  dueMs,
  type PresenceSession,
  type SessionChange,
  sessionAt,
  sinceMs,
  withSighting,
} from './session.ts';
import { compareSightings, PLACES, type Place, type Sighting } from './sighting.ts';

/** The sessions of a user that are remembered, of each the latest report. Plain data. */
export type UserPresence = readonly PresenceSession[];

/** Of one user. Of more, those heard of last are kept. */
export const MAX_SESSIONS = 10;

/** Somebody who is online. Where they are is said by the session heard of last. */
export interface OnlineUser extends Readonly<Record<Place, string>> {
  userId: string;
  /** `active` when they are in one of their sessions. */
  state: 'active' | 'idle';
  sinceMs: number;
  lastSeenMs: number;
  sessions: number;
  /** Nothing is told of them: they are seen in traces. */
  inferred: boolean;
}

export interface UserTurn {
  user: UserPresence;
  changes: SessionChange[];
  /** Sessions for which there was no room. */
  dropped: number;
}

const isSession =
  ({ sessionId, inferred }: Sighting) =>
  (session: PresenceSession) =>
    session.last.sessionId === sessionId && session.last.inferred === inferred;

const latestFirst = ({ last: a }: PresenceSession, { last: b }: PresenceSession): number =>
  compareSightings(b, a) || Number(a.inferred) - Number(b.inferred) || (a.sessionId < b.sessionId ? -1 : 1);

/** A user at a time, after more reports of them, if any. A user without sessions is to be forgotten. */
export function userAt(
  before: UserPresence,
  sightings: readonly Sighting[],
  nowMs: number,
  windowMs: number,
): UserTurn {
  const sessions = [...before];
  for (const sighting of sightings) {
    const index = sessions.findIndex(isSession(sighting));
    const session = withSighting(sessions[index], sighting, windowMs);
    if (index < 0) sessions.push(session);
    else sessions[index] = session;
  }
  const changes: SessionChange[] = [];
  const turned = sessions.map((each) => {
    const { session, change } = sessionAt(each, nowMs, windowMs);
    if (change) changes.push(change);
    return session;
  });
  // What is told overrules what is inferred.
  const isTold = turned.some(({ last }) => !last.inferred);
  const remembered = turned.filter(
    (session) => session.phase !== 'ended' || dueMs(session, windowMs) > nowMs,
  );
  remembered.sort(latestFirst);
  const user = remembered.slice(0, MAX_SESSIONS);
  return {
    user,
    changes: isTold ? changes.filter(({ inferred }) => !inferred) : changes,
    dropped: remembered.length - user.length,
  };
}

/** When time alone next changes something of a user; infinite when nothing is known of them. */
export const userDueMs = (user: UserPresence, windowMs: number): number =>
  user.reduce((least, session) => Math.min(least, dueMs(session, windowMs)), Number.POSITIVE_INFINITY);

/** A user as they were last looked at; undefined when they are not online. What is told overrules what is inferred. */
export function onlineOf(user: UserPresence): OnlineUser | undefined {
  const told = user.filter(({ last }) => !last.inferred);
  const present = (told.length > 0 ? told : user).filter(
    ({ phase }) => phase === 'active' || phase === 'idle',
  );
  const [latest] = present;
  if (latest === undefined) return undefined;
  const { last } = latest;
  return {
    userId: last.userId,
    state: present.some(({ phase }) => phase === 'active') ? 'active' : 'idle',
    sinceMs: Math.min(...present.map(sinceMs)),
    lastSeenMs: last.atMs,
    sessions: present.length,
    inferred: last.inferred,
    ...(Object.fromEntries(PLACES.map((place) => [place, last[place]])) as Record<Place, string>),
  };
}

/** By what those who are online are counted. */
export const COUNTED = [...PLACES, 'state', 'source'] as const;
export type Counted = (typeof COUNTED)[number];

/** Under which value of each a user counts; '' counts too: it is not known of them. */
export const countedAs = (online: OnlineUser): Record<Counted, string> => ({
  ...(Object.fromEntries(PLACES.map((place) => [place, online[place]])) as Record<Place, string>),
  state: online.state,
  source: online.inferred ? 'traces' : 'reports',
});
