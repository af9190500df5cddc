import type { SpanKind } from '../span.ts';
import type { Finding } from './findings.ts';
import type { Choice, RunOutcome, RunPath, Step } from './run-path.ts';

/** Where every path begins and ends. No step has such an id. */
export const START = 'start';
export const END = 'end';

/** Sums over all times that a step was taken, or was taken after a certain other one. */
export interface Tally {
  count: number;
  /** Runs in which it was taken at least once. */
  runs: number;
  errors: number;
  /** In units of 10^-12. */
  cost: bigint;
  /** Milliseconds of each time. */
  durations: number[];
}
export interface StepTally extends Tally {
  id: string;
  kind: SpanKind;
  label: string;
}
/** Steps `to` that were the next after a step `from`. */
export interface WayTally extends Tally {
  from: string;
  to: string;
}

/** What is kept of one run. */
export interface RunLine {
  traceId: string;
  spanId: string;
  startTime: string;
  durationMs: number;
  version: string;
  outcome: RunOutcome;
  cost: bigint;
  spans: number;
  /** The ids of its steps, in order. */
  steps: readonly string[];
  variant: string;
  findings: readonly Finding[];
  choices: readonly Choice[];
}

/** The paths of many runs, folded. */
export interface Flow {
  runs: RunLine[];
  steps: Map<string, StepTally>;
  ways: Map<string, WayTally>;
}

export const emptyFlow = (): Flow => ({ runs: [], steps: new Map(), ways: new Map() });

const noTally = (): Tally => ({ count: 0, runs: 0, errors: 0, cost: 0n, durations: [] });
const wayKey = (from: string, to: string): string => `${from}\n${to}`;

/** Adds the path of a run. */
export function addRun(flow: Flow, { steps, ...run }: RunPath): void {
  const seen = new Set<Tally>();
  const taken = (tally: Tally, step: Step | undefined) => {
    tally.count += 1;
    if (!seen.has(tally)) tally.runs += 1;
    seen.add(tally);
    if (step === undefined) return;
    if (step.failed) tally.errors += 1;
    tally.cost += step.cost;
    tally.durations.push(step.durationMs);
  };
  let before = START;
  const way = (to: string): WayTally => {
    const key = wayKey(before, to);
    const known = flow.ways.get(key) ?? { from: before, to, ...noTally() };
    flow.ways.set(key, known);
    before = to;
    return known;
  };
  const ids: string[] = [];
  for (const step of steps) {
    const { id, kind, label } = step;
    const known = flow.steps.get(id) ?? { id, kind, label, ...noTally() };
    flow.steps.set(id, known);
    taken(known, step);
    taken(way(known.id), step);
    // The same text object for all runs: there are many.
    ids.push(known.id);
  }
  // A run that goes on has not come to its end.
  if (run.outcome !== 'open') taken(way(END), undefined);
  flow.runs.push({ ...run, steps: ids });
}

/** Adds to a flow what another one, of other runs, has. */
export function addFlow(flow: Flow, other: Flow): void {
  flow.runs.push(...other.runs);
  addTallies(flow.steps, other.steps);
  addTallies(flow.ways, other.ways);
}

function addTallies<Of extends Tally>(all: Map<string, Of>, others: ReadonlyMap<string, Of>): void {
  for (const [key, other] of others) {
    const known = all.get(key);
    if (known === undefined) {
      all.set(key, { ...other, durations: [...other.durations] });
      continue;
    }
    known.count += other.count;
    known.runs += other.runs;
    known.errors += other.errors;
    known.cost += other.cost;
    for (const ms of other.durations) known.durations.push(ms);
  }
}

/** Whether a run took a step, and where `after` is told, took it right after that one. */
export function tookWay({ steps, outcome }: RunLine, step: string, after: string | undefined): boolean {
  if (after === undefined) return steps.includes(step);
  const whole = [START, ...steps, ...(outcome === 'open' ? [] : [END])];
  return whole.some((id, nth) => id === step && whole[nth - 1] === after);
}
