import { LIFE_CYCLE, type LifeEvent, PHASE_OF_STATE, type Phase, REMEMBER_MS } from './life-cycle.ts';
import { compareSightings, type Sighting } from './sighting.ts';

/** All that is remembered of a session. Plain data, so that it can be kept as JSON. */
export interface PresenceSession {
  /** The report that counts. */
  last: Sighting;
  /** Times without a gap of a window or more, in their order; the last one is that of `last`. */
  stretches: (readonly [fromMs: number, toMs: number])[];
  phase: Phase;
}

/** What became of a session, and when. */
export interface SessionChange {
  event: LifeEvent;
  userId: string;
  sessionId: string;
  atMs: number;
  /** Of what has ended: whether it was told, or nothing was heard any more. */
  by: 'report' | 'timeout';
  inferred: boolean;
}

/**
 * A session after one more report of it. The order of reports and how often each comes is no matter, unless one comes later
 * than sessions are remembered: that one changes nothing.
 */
export function withSighting(
  session: PresenceSession | undefined,
  sighting: Sighting,
  windowMs: number,
): PresenceSession {
  const { atMs } = sighting;
  if (session === undefined) return { last: sighting, stretches: [[atMs, atMs]], phase: 'none' };
  if (atMs < session.last.atMs - REMEMBER_MS) return session;
  const last = compareSightings(sighting, session.last) > 0 ? sighting : session.last;
  const forgotten = last.atMs - REMEMBER_MS - windowMs;
  const stretches = withMoment(session.stretches, atMs, windowMs).filter(([, toMs]) => toMs >= forgotten);
  return { ...session, last, stretches };
}

function withMoment(
  stretches: PresenceSession['stretches'],
  atMs: number,
  windowMs: number,
): PresenceSession['stretches'] {
  const near = ([fromMs, toMs]: readonly [number, number]) =>
    atMs > fromMs - windowMs && atMs < toMs + windowMs;
  const joined = stretches.filter(near).flat().concat(atMs);
  const apart = stretches.filter((stretch) => !near(stretch));
  const merged = [Math.min(...joined), Math.max(...joined)] as const;
  return [...apart, merged].sort(([a], [b]) => a - b);
}

/** In which phase a session is at a time. */
export const phaseAt = ({ last }: PresenceSession, nowMs: number, windowMs: number): Phase =>
  nowMs >= last.atMs + windowMs ? 'ended' : PHASE_OF_STATE[last.state];

/** A session at a time, and what happened to it since it was last looked at. */
export function sessionAt(
  session: PresenceSession,
  nowMs: number,
  windowMs: number,
): { session: PresenceSession; change?: SessionChange } {
  const phase = phaseAt(session, nowMs, windowMs);
  if (phase === session.phase) return { session };
  const { last } = session;
  const event = LIFE_CYCLE[session.phase][phase];
  const by = phase === 'ended' && last.state !== 'left' ? 'timeout' : 'report';
  const turned = { ...session, phase };
  if (event === undefined) return { session: turned };
  const atMs = by === 'timeout' ? last.atMs + windowMs : last.atMs;
  const { userId, sessionId, inferred } = last;
  return { session: turned, change: { event, userId, sessionId, atMs, by, inferred } };
}

/** The next moment at which time alone makes something of a session: that it ends, then that it is forgotten. */
export const dueMs = ({ last, phase }: PresenceSession, windowMs: number): number =>
  last.atMs + windowMs + (phase === 'ended' ? REMEMBER_MS : 0);

/** Since when somebody is there without a gap. */
export const sinceMs = ({ stretches, last }: PresenceSession): number => stretches.at(-1)?.[0] ?? last.atMs;
