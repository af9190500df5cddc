/** What is known of agents, as their states are told from it. Times are milliseconds since 1970. */

export const AGENT_STATES = [
  'starting',
  'idle',
  'running',
  'degraded',
  'failing',
  'stuck',
  'offline',
  'unknown',
] as const;
export type AgentState = (typeof AGENT_STATES)[number];

/** The newest that a process said of itself. */
export interface Beat {
  agent: string;
  instance: string;
  version: string;
  says: 'starting' | 'ready' | 'stopping';
  startedAtMs: number | undefined;
  intervalSeconds: number;
  host: string;
  atMs: number;
}

/** A run that has begun, as far as it has told. */
export interface LiveRun {
  runId: string;
  agent: string;
  version: string;
  /** '' when it does not say. */
  instance: string;
  step: string;
  userId: string;
  sessionId: string;
  startedAtMs: number;
  /** When it last said anything. */
  progressAtMs: number;
  endedAtMs: number | undefined;
}

/** Runs that began in some time and are over: they ended or failed. */
export interface RunFigures {
  runs: number;
  errors: number;
  p95Ms: number | null;
}

/** How long ago still counts as now. */
export const RECENT_MS = 900_000;

/** How it goes now, and how it usually does. */
export interface NowAndUsual {
  recent: RunFigures;
  usual: RunFigures;
}
export const NO_FIGURES: RunFigures = { runs: 0, errors: 0, p95Ms: null };

/** Of the runs of an agent. */
export interface AgentFigures extends NowAndUsual {
  /** The recent ones of each instance that spans name; empty where they name none. */
  byInstance: ReadonlyMap<string, RunFigures>;
}
export const NOTHING_KNOWN: AgentFigures = { recent: NO_FIGURES, usual: NO_FIGURES, byInstance: new Map() };

/** What a state is told from, of one instance. Without a beat: of an agent that no process speaks for. */
export interface InstanceFacts extends NowAndUsual {
  beat: Beat | undefined;
  /** Its runs in flight. */
  runs: readonly LiveRun[];
}

/** Why a state is what it is: a code, and the figures that a sentence about it needs. */
export interface StateReason {
  code: ReasonCode;
  figures: Readonly<Record<string, number>>;
  /** The one of several instances that is to blame. */
  instance?: string | undefined;
  /** The run and its step that it is about. */
  run?: string | undefined;
  step?: string | undefined;
}
export const REASON_CODES = [
  'onlySpans',
  'stopped',
  'silent',
  'starting',
  'noProgress',
  'runsFail',
  'moreErrors',
  'slower',
  'instancesMissing',
  'runsInFlight',
  'nothingToDo',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export interface Verdict {
  state: AgentState;
  reason: StateReason;
}
