import { type Evaluation, evaluate, type Reading, type Standings } from './evaluate.ts';
import type { RuleInput } from './rule.ts';

/** What all groups of a rule told at a moment. */
export interface Moment {
  atMs: number;
  readings: readonly Reading[];
}

/** A time in which an incident of a group would have been open. */
export interface Episode {
  key: string;
  /** When it began to be bad; it fired `forSeconds` later or with the next evaluation after that. */
  badSinceMs: number;
  firedAtMs: number;
  /** Null: still open after the last moment. */
  endedAtMs: number | null;
  /** The furthest that its figure went to the bad side, as far as it can be told; null without one. */
  worst: number | null;
}

export interface Replay {
  episodes: Episode[];
  last: Pick<Evaluation, 'standings'>;
}

/**
 * A rule over moments that passed, in order of time: what it would have said then. What a backtest shows, and how a rule
 * catches up with the time in which nobody evaluated it.
 */
export function replay(
  rule: Pick<RuleInput, 'watch' | 'forSeconds' | 'recoverSeconds' | 'noData' | 'everySeconds'>,
  moments: readonly Moment[],
  prior: Standings = new Map(),
): Replay {
  const episodes: Episode[] = [];
  const open = new Map<string, Episode>();
  let standings = prior;
  for (const { atMs, readings } of moments) {
    const evaluation = evaluate(rule, standings, readings, atMs);
    for (const { key, turn, standing } of evaluation.turns) {
      if (turn === 'fired') {
        const { badSinceMs, value } = standing;
        const episode = { key, badSinceMs, firedAtMs: atMs, endedAtMs: null, worst: value };
        episodes.push(episode);
        open.set(key, episode);
      } else {
        const episode = open.get(key);
        if (episode) episode.endedAtMs = atMs;
        open.delete(key);
      }
    }
    for (const [key, episode] of open) {
      const { value = null, limit = null } = evaluation.standings.get(key) ?? {};
      if (value !== null) episode.worst = worse(episode.worst, value, limit);
    }
    standings = evaluation.standings;
  }
  return { episodes, last: { standings: new Map(standings) } };
}

/** Of two figures the one that is further from the limit; without one the larger. */
function worse(a: number | null, b: number, limit: number | null): number {
  if (a === null) return b;
  if (limit === null) return Math.max(a, b);
  return Math.abs(b - limit) > Math.abs(a - limit) ? b : a;
}
