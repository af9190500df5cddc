import { divided, formatDecimal, ONE } from '../pricing/decimal.ts';
import type { RunLine, Tally } from './flow.ts';

/** How many runs there were and how they went. Open runs are neither successes nor failures. */
export interface RunFigures {
  runs: number;
  errors: number;
  open: number;
  successRate: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  /** Decimals, in USD. */
  cost: string;
  costPerRun: string | null;
  stepsPerRun: number | null;
}

export function runFigures(runs: readonly RunLine[]): RunFigures {
  const over = runs.filter(({ outcome }) => outcome !== 'open');
  const errors = over.filter(({ outcome }) => outcome === 'error').length;
  const durations = over.map(({ durationMs }) => durationMs).sort((a, b) => a - b);
  const cost = runs.reduce((sum, run) => sum + run.cost, 0n);
  const steps = runs.reduce((sum, run) => sum + run.steps.length, 0);
  return {
    ...{ runs: runs.length, errors, open: runs.length - over.length },
    successRate: over.length === 0 ? null : (over.length - errors) / over.length,
    ...{ p50Ms: quantile(durations, 0.5), p95Ms: quantile(durations, 0.95) },
    cost: formatDecimal(cost),
    costPerRun: runs.length === 0 ? null : formatDecimal(divided(cost, BigInt(runs.length) * ONE)),
    stepsPerRun: runs.length === 0 ? null : steps / runs.length,
  };
}

/** Of a step or a way: how often, in which share of all runs, and how that went. */
export interface TallyFigures {
  count: number;
  runs: number;
  share: number;
  errors: number;
  errorRate: number;
  p50Ms: number | null;
  p95Ms: number | null;
  cost: string;
}

export function tallyFigures({ count, runs, errors, cost, durations }: Tally, ofRuns: number): TallyFigures {
  const sorted = Float64Array.from(durations).sort();
  return {
    ...{ count, runs, share: ofRuns === 0 ? 0 : runs / ofRuns },
    ...{ errors, errorRate: count === 0 ? 0 : errors / count },
    ...{ p50Ms: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) },
    cost: formatDecimal(cost),
  };
}

/** The smallest value that at least this share of all do not exceed (nearest rank). */
const quantile = (sorted: ArrayLike<number>, share: number): number | null =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
