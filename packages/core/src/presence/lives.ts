import { type LifeMoment, lifeOf } from './life.ts';
import type { Sighting } from './sighting.ts';

/** What was told of one session of a user, the latest first. */
export type ToldOfSession = readonly [Sighting, ...Sighting[]];

/** What was told, the latest first, by session of a user; those heard of last first. */
export function bySession(found: readonly Sighting[]): ToldOfSession[] {
  const sessions = new Map<string, [Sighting, ...Sighting[]]>();
  for (const sighting of found) {
    const key = JSON.stringify([sighting.userId, sighting.sessionId]);
    const known = sessions.get(key);
    if (known) known.push(sighting);
    else sessions.set(key, [sighting]);
  }
  return [...sessions.values()];
}

/** Where a session stands, by what became of it last. */
export interface Standing extends LifeMoment {
  phase: 'active' | 'idle' | 'ended';
  /** How often it was resumed after it had ended. */
  resumed: number;
}

/** Where a session stands now. After a window without a word it has ended. */
export function standingOf(told: ToldOfSession, nowMs: number, windowMs: number): Standing {
  const { moments, phase } = lifeOf(told.toReversed(), nowMs, windowMs);
  const [last] = told;
  // Of a session that told nothing but its end it is not known that it began.
  const moment: LifeMoment = moments.at(-1) ?? { event: 'ended', atMs: last.atMs, by: 'report' };
  return { ...moment, phase, resumed: moments.filter(({ event }) => event === 'resumed').length };
}
