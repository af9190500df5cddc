import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { mirror } from '../mirror.ts';
import type { GroupCommit } from './group-commit.ts';
import type { KnownTraces } from './known-traces.ts';
import type { PipelineMeter } from './pipeline.ts';
import type { ScoreHomes } from './score-homes.ts';

const SIGNAL = { traces: 'spans', logs: 'logs', metrics: 'points' } as const;

/** Counts what was committed and what was refused out of accepted requests, and why; read at `/metrics`. */
export function createPipelineMeter(registry: Registry): PipelineMeter {
  const registers = [registry];
  const accepted = new Counter({
    name: 'pharos_accepted_total',
    help: 'Spans, log records, scores and data points that are committed.',
    labelNames: ['signal'],
    registers,
  });
  const rejected = new Counter({
    name: 'pharos_rejected_total',
    help: 'Single spans, log records and data points refused out of accepted requests, by reason.',
    labelNames: ['signal', 'reason'],
    registers,
  });
  return {
    accepted(counts) {
      for (const [signal, count] of Object.entries(counts)) if (count > 0) accepted.inc({ signal }, count);
    },
    rejected(kind, counts) {
      for (const [reason, count] of Object.entries(counts))
        rejected.inc({ signal: SIGNAL[kind], reason }, count);
    },
  };
}

/** Shows the writer's queue, its look-ups and how long a commit takes. */
export function watchWriter(
  registry: Registry,
  { commit, known, homes }: { commit: GroupCommit; known: KnownTraces; homes: ScoreHomes },
): void {
  const registers = [registry];
  const duration = new Histogram({
    name: 'pharos_commit_seconds',
    help: 'From the first row of a commit to its fsync.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  commit.onCommit = (seconds) => duration.observe(seconds);
  new Gauge({
    name: 'pharos_waiting_bytes',
    help: 'Rows that wait for the engine.',
    registers,
    collect() {
      this.set(commit.waitingBytes);
    },
  });
  mirror(
    registry,
    'pharos_trace_lookups_total',
    'Traces that had to be read from the store before a write.',
    () => known.lookups,
  );
  mirror(
    registry,
    'pharos_trace_lookup_seconds_total',
    'Time spent reading them.',
    () => known.lookupSeconds,
  );

  mirror(
    registry,
    'pharos_scores_given_up_total',
    'Scores of spans that did not arrive, no longer waited for until the next start.',
    () => homes.givenUp,
  );
}
