import type { PresenceReport } from '../api/live-reports.ts';

/** Where a session is in its life. `none`: nothing is known of it. */
export type Phase = 'none' | 'active' | 'idle' | 'ended';

export const LIFE_EVENTS = ['started', 'active', 'idle', 'ended', 'resumed'] as const;
/** What became of a session. `active`: its user does something again; `resumed`: it had ended. */
export type LifeEvent = (typeof LIFE_EVENTS)[number];

/** What a report makes of a session, as long as it is in time. */
export const PHASE_OF_STATE: Readonly<Record<PresenceReport['state'], Exclude<Phase, 'none'>>> = {
  active: 'active',
  idle: 'idle',
  left: 'ended',
};

/** What happened when a session went from one phase into another; undefined where nothing did. */
export const LIFE_CYCLE: Readonly<Record<Phase, Readonly<Partial<Record<Phase, LifeEvent>>>>> = {
  none: { active: 'started', idle: 'started' },
  active: { idle: 'idle', ended: 'ended' },
  idle: { active: 'active', ended: 'ended' },
  ended: { active: 'resumed', idle: 'resumed' },
};

/** Who was not heard of for so long is not there any more. */
export const ONLINE_WINDOW_MS = 5 * 60_000;

/** For so long after it ended a session is remembered, and may be resumed; and so late may a report of it come. */
export const REMEMBER_MS = 15 * 60_000;
