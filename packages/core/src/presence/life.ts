import type { PresenceReport } from '../api/live-reports.ts';
import { LIFE_CYCLE, type LifeEvent, PHASE_OF_STATE, type Phase, REMEMBER_MS } from './life-cycle.ts';

/** What was told of a session at a time. */
export interface Told {
  atMs: number;
  state: PresenceReport['state'];
}

export interface LifeMoment {
  event: LifeEvent;
  atMs: number;
  /** Whether it was told, or nothing was heard any more. */
  by: 'report' | 'timeout';
}

/** The life of a session up to now, out of all that was told of it in the order of time: the same as was seen while it went on. */
export function lifeOf(
  told: readonly Told[],
  nowMs: number,
  windowMs: number,
): { moments: LifeMoment[]; phase: Exclude<Phase, 'none'> } {
  const moments: LifeMoment[] = [];
  let phase: Phase = 'none';
  let lastMs = Number.NEGATIVE_INFINITY;
  const turn = (next: Phase, atMs: number, by: LifeMoment['by']) => {
    const event = LIFE_CYCLE[phase][next];
    if (event) moments.push({ event, atMs, by });
    phase = next;
  };
  const pass = (toMs: number) => {
    const endsMs = lastMs + windowMs;
    if (toMs >= endsMs && phase !== 'none') turn('ended', endsMs, 'timeout');
    if (toMs >= endsMs + REMEMBER_MS) phase = 'none';
  };
  for (const { atMs, state } of told) {
    pass(atMs);
    turn(PHASE_OF_STATE[state], atMs, 'report');
    lastMs = atMs;
  }
  pass(nowMs);
  return { moments, phase: phase === 'none' ? 'ended' : phase };
}
