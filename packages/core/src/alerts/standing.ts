import type { Judgement, Signal } from './judge.ts';
import type { RuleInput } from './rule.ts';

/** `active` until it is good again: firing, or without data where a rule alerts on that. */
export type Phase = 'ok' | 'pending' | 'active' | 'recovering';
/** Why it is not ok: the condition holds, or there is nothing to judge it by. */
export type Cause = 'bad' | 'noData';

/** How a group of a rule stands. Times are milliseconds since 1970. */
export interface Standing {
  phase: Phase;
  cause: Cause;
  /** When the phase began. */
  sinceMs: number;
  /** When what is pending or active began to be bad. */
  badSinceMs: number;
  /** The last time that it told anything. */
  toldAtMs: number;
  atMs: number;
  value: number | null;
  limit: number | null;
}

export const ALERT_STATES = ['ok', 'pending', 'firing', 'recovering', 'noData'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

export function alertStateOf({ phase, cause }: Pick<Standing, 'phase' | 'cause'>): AlertState {
  if (phase === 'active') return cause === 'noData' ? 'noData' : 'firing';
  return phase;
}

export type Timing = Pick<RuleInput, 'forSeconds' | 'recoverSeconds' | 'noData'> & {
  /** A group that tells nothing for longer is gone, where a rule keeps what it said last. */
  staleSeconds: number;
};

/** What happened to a group. `fired` and `ended` begin and end an incident. */
export type Turn = 'fired' | 'ended';
export interface Step {
  standing: Standing;
  turn?: Turn;
}

/** `hold`: as it is, and time alone changes nothing. */
type Pull = { to: 'fault'; cause: Cause } | { to: 'good' | 'between' | 'hold' };

function pullOf(signal: Signal, quietMs: number, { noData, staleSeconds }: Timing): Pull {
  if (signal === 'bad') return { to: 'fault', cause: 'bad' };
  if (signal !== 'nothing') return { to: signal };
  if (noData === 'alert') return { to: 'fault', cause: 'noData' };
  if (noData === 'ok') return { to: 'good' };
  return { to: quietMs > staleSeconds * 1000 ? 'good' : 'hold' };
}

/**
 * The next standing of a group after one evaluation, and what happened. The time of evaluations rises; one that is not later
 * than the last changes nothing. A fault that is not bad for `forSeconds` on end is forgotten, an end that is not good for
 * `recoverSeconds` on end as well.
 */
export function step(prior: Standing | undefined, judgement: Judgement, atMs: number, timing: Timing): Step {
  if (prior !== undefined && atMs <= prior.atMs) return { standing: prior };
  const { signal, value, limit } = judgement;
  const last: Standing = prior ?? {
    ...{ phase: 'ok', cause: 'bad', sinceMs: atMs, badSinceMs: atMs, toldAtMs: atMs },
    ...{ atMs, value, limit },
  };
  const toldAtMs = signal === 'nothing' ? last.toldAtMs : atMs;
  const pull = pullOf(signal, atMs - toldAtMs, timing);
  const next = phaseOf(last, pull, atMs, timing);
  const begins = next !== last.phase;
  const isFault = pull.to === 'fault';
  const standing: Standing = {
    phase: next,
    cause: isFault ? pull.cause : last.cause,
    sinceMs: begins ? atMs : last.sinceMs,
    badSinceMs: isFault && last.phase === 'ok' ? atMs : last.badSinceMs,
    ...{ toldAtMs, atMs },
    ...(signal === 'nothing' ? { value: last.value, limit: last.limit } : { value, limit }),
  };
  const [was, is] = [isOpen(last.phase), isOpen(next)];
  return was === is ? { standing } : { standing, turn: is ? 'fired' : 'ended' };
}

/** Whether an incident is open while a group is in a phase. */
export const isOpen = (phase: Phase): boolean => phase === 'active' || phase === 'recovering';

function phaseOf(last: Standing, pull: Pull, atMs: number, { forSeconds, recoverSeconds }: Timing): Phase {
  if (pull.to === 'hold') return last.phase;
  const fault = pull.to === 'fault';
  switch (last.phase) {
    case 'ok':
      return !fault ? 'ok' : forSeconds === 0 ? 'active' : 'pending';
    case 'pending':
      return !fault ? 'ok' : atMs - last.badSinceMs >= forSeconds * 1000 ? 'active' : 'pending';
    case 'active':
      return pull.to !== 'good' ? 'active' : recoverSeconds === 0 ? 'ok' : 'recovering';
    case 'recovering':
      if (pull.to !== 'good') return 'active';
      return atMs - last.sinceMs >= recoverSeconds * 1000 ? 'ok' : 'recovering';
  }
}
