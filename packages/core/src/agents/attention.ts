import type { AgentState, Verdict } from './facts.ts';

const WORST_FIRST: readonly AgentState[] = ['failing', 'stuck', 'offline', 'degraded'];
const WELL: readonly AgentState[] = ['starting', 'running', 'idle'];

/** What to look at first has the least. All that are well are alike; what was stopped on purpose comes last. */
export function attentionRank({ state, reason }: Verdict): number {
  if (reason.code === 'stopped') return WORST_FIRST.length + 2;
  const rank = WORST_FIRST.indexOf(state);
  return rank >= 0 ? rank : WORST_FIRST.length + Number(!WELL.includes(state));
}

/** Whether it is news that an agent is in another state than before: that it has something to do, or no more, is none. */
export const isNews = (before: AgentState | undefined, now: AgentState): boolean =>
  before === undefined || !(WELL.includes(before) && WELL.includes(now));
