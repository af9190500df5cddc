import { PRESENCE_STATES, type PresenceReport } from '../api/live-reports.ts';

/** Where somebody is, as far as it is said; '' where it is not. */
export const PLACES = ['agent', 'country', 'locale', 'platform', 'page'] as const;
export type Place = (typeof PLACES)[number];

/** That a user was there at a time: told by an application, or inferred from what it traced. */
export interface Sighting extends Pick<PresenceReport, 'userId' | 'sessionId' | 'state' | Place> {
  atMs: number;
  /** From traces. It counts only while nothing is told of the user. */
  inferred: boolean;
}

/** How much text a sighting is. */
export const charactersOf = (sighting: Sighting): number =>
  PLACES.reduce(
    (sum, place) => sum + sighting[place].length,
    sighting.userId.length + sighting.sessionId.length,
  );

/** A report as it counts: without a time it is now, and so is what lies ahead. */
export function sightingOf({ at, ...report }: PresenceReport, nowMs: number): Sighting {
  const atMs = at === undefined ? nowMs : Math.max(0, Math.min(nowMs, Date.parse(at)));
  return { ...report, atMs, inferred: false };
}

const text = (sighting: Sighting): string => JSON.stringify(PLACES.map((place) => sighting[place]));

/**
 * Positive when the first counts and the second does not: the latest; of the same moment the one that tells of less presence,
 * and else whichever is greater as text, so that all orders end alike.
 */
export function compareSightings(a: Sighting, b: Sighting): number {
  const byState = () => PRESENCE_STATES.indexOf(a.state) - PRESENCE_STATES.indexOf(b.state);
  return a.atMs - b.atMs || byState() || compareTexts(text(a), text(b));
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
