import {
  dueMs,
  type PresenceSession,
  type SessionChange,
  sessionAt,
  sinceMs,
  withSighting,
} from './session.ts';
import { charactersOf, compareSightings, PLACES, type Place, type Sighting } from './sighting.ts';

/** The sessions of a user that are remembered, of each the latest report. Plain data. */
export type UserPresence = readonly PresenceSession[];

/** Of one user. Of more, those heard of last are kept … */
export const MAX_SESSIONS = 10;
/** … as far as their text is no longer than this; the one heard of last is kept at any rate. */
export const MAX_CHARACTERS = 8_192;
/** A longer sighting counts for nothing. Reports never are that long; spans may name anything as their user. */
export const MAX_SIGHTING_CHARACTERS = 4_096;

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
  /** Sessions for which there was no room, and sightings that were too long. */
  dropped: number;
}

const keyOf = ({ sessionId, inferred }: Sighting): string => `${inferred} ${sessionId}`;

const latestFirst = ({ last: a }: PresenceSession, { last: b }: PresenceSession): number =>
  compareSightings(b, a) || Number(a.inferred) - Number(b.inferred) || (a.sessionId < b.sessionId ? -1 : 1);

/** A user at a time, after more reports of them, if any. A user without sessions is to be forgotten. */
export function userAt(
  before: UserPresence,
  sightings: readonly Sighting[],
  nowMs: number,
  windowMs: number,
): UserTurn {
  const sessions = new Map(before.map((session) => [keyOf(session.last), session]));
  let tooLong = 0;
  for (const sighting of sightings) {
    const key = keyOf(sighting);
    if (charactersOf(sighting) > MAX_SIGHTING_CHARACTERS) tooLong += 1;
    else sessions.set(key, withSighting(sessions.get(key), sighting, windowMs));
  }
  const turned = [...sessions.values()].map((session) => sessionAt(session, nowMs, windowMs));
  const remembered = turned
    .map(({ session }) => session)
    .filter((session) => session.phase !== 'ended' || dueMs(session, windowMs) > nowMs)
    .sort(latestFirst);
  const user = remembered.slice(0, roomFor(remembered));
  const noRoom = new Set(remembered.slice(user.length));
  // What is told overrules what is inferred.
  const isTold = turned.some(({ session }) => !session.last.inferred);
  const changes = turned.flatMap(({ session, change }) =>
    change === undefined || noRoom.has(session) || (isTold && change.inferred) ? [] : change,
  );
  return { user, changes, dropped: noRoom.size + tooLong };
}

/** How many of the first sessions there is room for. */
function roomFor(sessions: readonly PresenceSession[]): number {
  let characters = 0;
  const over = sessions.findIndex(({ last }, index) => {
    characters += charactersOf(last);
    return index > 0 && (index === MAX_SESSIONS || characters > MAX_CHARACTERS);
  });
  return over < 0 ? sessions.length : over;
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
