import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { GroupCommit } from './group-commit.ts';
import type { KnownTraces } from './known-traces.ts';
import type { PipelineMeter } from './pipeline.ts';

/** Counts what came in, what was refused and why, and how the writer fares; read at `/metrics`. */
export function createPipelineMeter(registry: Registry): PipelineMeter {
  const registers = [registry];
  const accepted = new Counter({
    name: 'pharos_accepted_total',
    help: 'Spans and log records that are committed.',
    labelNames: ['signal'],
    registers,
  });
  const rejected = new Counter({
    name: 'pharos_rejected_total',
    help: 'Single spans and log records refused out of accepted requests.',
    registers,
  });
  const refused = new Counter({
    name: 'pharos_refused_requests_total',
    help: 'Whole requests refused, by reason.',
    labelNames: ['reason'],
    registers,
  });
  return {
    accepted(spans, logs) {
      if (spans > 0) accepted.inc({ signal: 'spans' }, spans);
      if (logs > 0) accepted.inc({ signal: 'logs' }, logs);
    },
    rejected: (count) => rejected.inc(count),
    refused: (error) => refused.inc({ reason: error instanceof Error ? error.name : 'unknown' }),
  };
}

/** Shows the writer's queue, its look-ups and how long a commit takes. */
export function watchWriter(registry: Registry, commit: GroupCommit, known: KnownTraces): void {
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
  new Gauge({
    name: 'pharos_trace_lookups',
    help: 'Traces that had to be read from the store before a write, since start.',
    registers,
    collect() {
      this.set(known.lookups);
    },
  });
  new Gauge({
    name: 'pharos_trace_lookup_seconds',
    help: 'Time spent reading them, since start.',
    registers,
    collect() {
      this.set(known.lookupSeconds);
    },
  });
}
