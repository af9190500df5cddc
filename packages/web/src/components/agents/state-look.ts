import type { AgentState, Verdict } from '@pharos/core/agents/facts';
import type { StateTone } from '../../charts/states/layout.ts';
import type { Tone } from '../Badge.tsx';

/** Drawn around 0, 0 in a box of 10 × 10, filled or as a line: each state has a shape of its own. */
export const STATE_SHAPE: Record<AgentState, { path: string; filled: boolean }> = {
  starting: { path: 'M-2,-4A4,4 0 0 1 -2,4z', filled: true },
  idle: { path: 'M-3.5,0A3.5,3.5 0 1 1 3.5,0A3.5,3.5 0 1 1 -3.5,0z', filled: false },
  running: { path: 'M-4,0A4,4 0 1 1 4,0A4,4 0 1 1 -4,0z', filled: true },
  degraded: { path: 'M0,-4.6L4.6,0L0,4.6L-4.6,0z', filled: true },
  failing: { path: 'M0,-4.2L4.4,3.6H-4.4z', filled: true },
  stuck: { path: 'M-3.6,-4H-1V4H-3.6zM1,-4H3.6V4H1z', filled: true },
  offline: { path: 'M-3.3,-3.3L3.3,3.3M-3.3,3.3L3.3,-3.3', filled: false },
  unknown: { path: 'M-3.5,0H3.5', filled: false },
};

const TONE: Record<AgentState, Tone> = {
  starting: 'accent',
  idle: 'neutral',
  running: 'good',
  degraded: 'warn',
  failing: 'bad',
  stuck: 'bad',
  offline: 'bad',
  unknown: 'neutral',
};
/** What the look of a state depends on. */
export type Shown = Pick<Verdict, 'state'> & { reason: Pick<Verdict['reason'], 'code'> };

/** What was stopped on purpose is nothing bad. */
export const toneOfState = ({ state, reason }: Shown): Tone =>
  reason.code === 'stopped' ? 'neutral' : TONE[state];

/** Somebody should look at it. */
export const needsAttention = (verdict: Shown): boolean => {
  const tone = toneOfState(verdict);
  return tone === 'bad' || tone === 'warn';
};

const ORDER: readonly AgentState[] = [
  'failing',
  'stuck',
  'offline',
  'degraded',
  'running',
  'starting',
  'idle',
  'unknown',
];

/** How many are in each state, those that need attention first. */
export function countStates(verdicts: readonly Shown[]): { verdict: Shown; count: number }[] {
  return ORDER.flatMap((state) => {
    const of = verdicts.filter((each) => each.state === state);
    const [first] = of;
    return first ? [{ verdict: of.find(needsAttention) ?? first, count: of.length }] : [];
  });
}

/** As charts tell how something was. */
export function chartTone(verdict: Shown): StateTone {
  const tone = toneOfState(verdict);
  if (tone === 'good' || tone === 'warn' || tone === 'bad') return tone;
  return verdict.state === 'offline' || verdict.state === 'unknown' ? 'unknown' : 'none';
}
