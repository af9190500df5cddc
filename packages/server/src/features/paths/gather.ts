import { addRun, emptyFlow, type Flow } from '@pharos/core/paths/flow';
import { type PathSpan, type RunPath, runsIn } from '@pharos/core/paths/run-path';
import { isoFromNs, type TimeRange } from '@pharos/core/time';
import type { InTurns } from '@pharos/core/turns';
import { inTurns } from '../../in-turns.ts';
import type { ProjectScope } from '../../store/scope.ts';
import {
  MOST_SPANS_OF_TRACE,
  type PathsAsked,
  type PathsReader,
} from '../../store/telemetry/paths-contract.ts';

/** An answer rests on the newest runs of so many traces, with so many spans, at most. */
export const MOST_TRACES = 10_000;
export const MOST_SPANS = 250_000;
/** Traces that are read in one go. */
const IN_ONE_GO = 250;

/** Paths of an agent, folded, and what they rest on. */
export interface Gathered {
  flow: Flow;
  basis: {
    from: string;
    to: string;
    runs: number;
    spans: number;
    cut: boolean;
    oldest: string | null;
    shortened: number;
  };
}

/** Reads the runs of an agent, the newest first, and folds their paths while others have their turn. */
export async function gatherPaths(
  reader: PathsReader,
  scope: ProjectScope,
  asked: PathsAsked,
  signal: AbortSignal,
): Promise<Gathered> {
  const { range, traceIds } = await reader.agentTraces(scope, asked, MOST_TRACES + 1, signal);
  const wanted = traceIds.slice(0, MOST_TRACES);
  const flow = emptyFlow();
  let [spans, shortened, at] = [0, 0, 0];
  for (; at < wanted.length && spans < MOST_SPANS; at += IN_ONE_GO) {
    const traces = await reader.pathSpans(scope, wanted.slice(at, at + IN_ONE_GO), signal);
    for (const { length } of traces) {
      spans += length;
      if (length === MOST_SPANS_OF_TRACE) shortened += 1;
    }
    await inTurns(fold(flow, traces, asked, range), signal);
  }
  flow.runs.sort((a, b) =>
    a.startTime === b.startTime ? (placeOf(a) < placeOf(b) ? 1 : -1) : a.startTime < b.startTime ? 1 : -1,
  );
  return {
    flow,
    basis: {
      ...{
        from: isoFromNs(range.fromNs),
        to: isoFromNs(range.toNs),
        runs: flow.runs.length,
        spans,
        shortened,
      },
      cut: at < traceIds.length,
      oldest: flow.runs.at(-1)?.startTime ?? null,
    },
  };
}

/** Where a run stands in lists that begin with the newest. */
export const placeOf = ({
  startTime,
  traceId,
  spanId,
}: Pick<RunPath, 'startTime' | 'traceId' | 'spanId'>): string => `${startTime} ${traceId} ${spanId}`;

function* fold(
  flow: Flow,
  traces: readonly PathSpan[][],
  { agent, version }: PathsAsked,
  range: TimeRange,
): InTurns<void> {
  const [from, to] = [isoFromNs(range.fromNs), isoFromNs(range.toNs)];
  for (const spans of traces) {
    for (const run of runsIn(spans, agent)) {
      // A trace is read whole, and may hold runs of another time or version.
      const isAsked = run.startTime >= from && run.startTime < to && (version ?? run.version) === run.version;
      if (isAsked) addRun(flow, run);
    }
    yield;
  }
}
