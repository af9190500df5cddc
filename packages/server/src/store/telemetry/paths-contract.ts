import type { PathSpan } from '@pharos/core/paths/run-path';
import type { TimeRange } from '@pharos/core/time';
import type { ProjectScope } from '../scope.ts';

/** Which runs of an agent. */
export interface PathsAsked {
  agent: string;
  /** '' for runs that tell none; undefined for all. */
  version?: string | undefined;
  /** ISO 8601; `to` is exclusive. Without a start the seven days before its end or now. */
  from?: string | undefined;
  to?: string | undefined;
  /** Filter text, for traces. */
  filter: string;
}

export interface AgentTraces {
  range: TimeRange;
  /** Traces in which the agent is named within the range, the newest first. */
  traceIds: string[];
}

/** Of a trace with more spans only the first so many are told. */
export const MOST_SPANS_OF_TRACE = 2_000;

/** What paths are made of. */
export interface PathsReader {
  /** @throws ApiError naming what is wrong with the filter text, or the range. */
  agentTraces(
    scope: ProjectScope,
    asked: PathsAsked,
    limit: number,
    signal?: AbortSignal,
  ): Promise<AgentTraces>;
  /** The spans of these traces, without their text; a list for each that there is, in their order. */
  pathSpans(scope: ProjectScope, traceIds: readonly string[], signal?: AbortSignal): Promise<PathSpan[][]>;
}
