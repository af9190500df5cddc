import type { LiveRun } from '@pharos/core/agents/facts';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../scope.ts';

/** The last thing that went wrong for an agent. */
export interface AgentError {
  agent: string;
  atMs: number;
  /** The kind of error, or its message where none is told. */
  message: string;
  traceId: string;
  spanId: string;
}

/** That a run is over, as its own span tells it. */
export interface EndedRun {
  runId: string;
  endedAtMs: number;
  failed: boolean;
}

/** What spans tell of agents that is no figure. */
export interface AgentsReader {
  /** Runs whose spans have begun, within six hours, and not ended, and that have told anything within the hour; of many the newest. */
  openRuns(scope: ProjectScope, signal?: AbortSignal): Promise<LiveRun[]>;
  /** Those of the named runs whose root, the span of an agent, began in the range and has ended. */
  endedRuns(scope: ProjectScope, runIds: readonly string[], range: TimeRange): Promise<EndedRun[]>;
  /** Of each agent that had one in the range. */
  lastErrors(scope: ProjectScope, range: TimeRange, signal?: AbortSignal): Promise<AgentError[]>;
  /** Versions by agent, of spans that name one in the range. */
  agentVersions(
    scope: ProjectScope,
    range: TimeRange,
    signal?: AbortSignal,
  ): Promise<{ agent: string; versions: string[] }[]>;
}
