import type { AgentState, Verdict } from './facts.ts';

const WORST_FIRST: readonly AgentState[] = [
  'failing',
  'stuck',
  'offline',
  'degraded',
  'running',
  'starting',
  'idle',
  'unknown',
];

/** What to look at first has the least; what was stopped on purpose comes last. */
export const attentionRank = ({ state, reason }: Verdict): number =>
  reason.code === 'stopped' ? WORST_FIRST.length : WORST_FIRST.indexOf(state);
