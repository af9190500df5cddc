import { ONLINE_WINDOW_MS } from '@pharos/core/presence/life-cycle';
import type { SessionChange } from '@pharos/core/presence/session';
import type { Sighting } from '@pharos/core/presence/sighting';
import type { Counted, OnlineUser } from '@pharos/core/presence/user';
import type { Clock } from '@pharos/core/time';
import type { Happened } from './feeds.ts';

/** Where a list of those who are online has come to. */
export interface PresenceCursor {
  sinceMs: number;
  userId: string;
}

export interface PresencePage {
  /** Who came last, first; of the same moment by id, descending. Heartbeats do not move anybody. */
  users: OnlineUser[];
  /** Undefined on the last page. */
  next: PresenceCursor | undefined;
}

export interface PresenceCounts {
  online: number;
  /** The most frequent values of each, and how many users count under it. '': it is not known of them. */
  by: Record<Counted, [value: string, users: number][]>;
}

/** What became of a session as it is kept. */
export const happenedOf = (change: SessionChange): Happened => ({
  atMs: change.atMs,
  text: JSON.stringify(change),
});
/** Only what {@link happenedOf} wrote is read here. */
export const changeOf = (text: string): SessionChange => JSON.parse(text) as SessionChange;

/**
 * Who is online now, as all processes of a server know it together, in memory or in Redis. An owner, which is a project, sees
 * only its own. It is not the only copy: what was told is read again from telemetry. Every method rejects with
 * {@link PresenceUnavailable}, soon, when it cannot do its work.
 */
export interface LivePresence {
  /**
   * Takes what was seen, in any order and any number of times, and answers with what became of sessions by it. What finds no room
   * is counted in `dropped`: users, sessions of one, what is too long. What is known of others is kept.
   */
  tell(owner: string, sightings: readonly Sighting[]): Promise<SessionChange[]>;
  /** Takes what is stored. Of an owner of whom nothing is known, what becomes of sessions by it is no news. */
  restore(owner: string, sightings: readonly Sighting[]): Promise<void>;
  /**
   * What became of sessions, by what was told and by time alone: as many as a feed holds, the latest first. A change is kept in the
   * same step as what it made of its session, so none is lost on the way to whoever asks.
   */
  changes(owner: string): Promise<SessionChange[]>;
  online(owner: string, page: { limit: number; after?: PresenceCursor | undefined }): Promise<PresencePage>;
  /** `most`: so many values of each. */
  counts(owner: string, most: number): Promise<PresenceCounts>;
  /** Forgets these users, also what became of their sessions. Answers how many were known; whoever tells of them later begins anew. */
  forget(owner: string, userIds: readonly string[]): Promise<number>;
  /** Users, sessions of one, or sightings that found no room. */
  readonly dropped: number;
  close(): Promise<void>;
}

/** Why it is not known just now who is online. */
export class PresenceUnavailable extends Error {
  override readonly name = 'PresenceUnavailable';
}

export interface PresenceOptions {
  clock: Clock;
  /** Who was not heard of for so long is not online. */
  windowMs?: (owner: string) => number;
  limits?: PresenceLimits;
}

/** Users who are remembered: those who are online, and for a while those who were. */
export interface PresenceLimits {
  /** Of an owner, so that no project takes the room of all others. */
  maxUsers: number;
  /** Of all owners, in memory. */
  maxInAll: number;
}
export const PRESENCE_LIMITS: PresenceLimits = { maxUsers: 200_000, maxInAll: 400_000 };

export const usualWindow = (): number => ONLINE_WINDOW_MS;

/** The sightings of each user. */
export function byUser(sightings: readonly Sighting[]): Map<string, Sighting[]> {
  const users = new Map<string, Sighting[]>();
  for (const sighting of sightings) {
    const own = users.get(sighting.userId);
    if (own) own.push(sighting);
    else users.set(sighting.userId, [sighting]);
  }
  return users;
}
