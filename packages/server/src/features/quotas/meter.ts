import type { QuotaDecision } from '@pharos/core/api/quotas';
import { Counter, Histogram, type Registry } from 'prom-client';
import { mirror } from '../../mirror.ts';

/** Shows at `/metrics` what quotas decided, on what ground, and how counting goes. */
export function createQuotaMeter(registry: Registry) {
  const registers = [registry];
  const decisions = new Counter({
    name: 'pharos_quota_decisions_total',
    help: 'Checks and reservations, by whether they were allowed; degraded: without knowing all counters.',
    labelNames: ['of', 'outcome', 'degraded'],
    registers,
  });
  const unavailable = new Counter({
    name: 'pharos_quota_counters_unavailable_total',
    help: 'Times that live counters could not be read or changed.',
    registers,
  });
  const readings = new Histogram({
    name: 'pharos_quota_reading_seconds',
    help: 'How long it took to count a quota from what is stored.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 20],
    registers,
  });
  const failures = new Counter({
    name: 'pharos_quota_failures_total',
    help: 'Readings and notes of thresholds that failed and are tried again.',
    registers,
  });
  return {
    decided: (of: 'check' | 'reserve', { allowed, degraded }: QuotaDecision) =>
      decisions.inc({ of, outcome: allowed ? 'allowed' : 'denied', degraded: String(degraded) }),
    unavailable: () => unavailable.inc(),
    read: (seconds: number) => readings.observe(seconds),
    failed: () => failures.inc(),
    /** Counters of what others count. */
    mirror(of: { dropped: () => number; cut: () => number; lost: () => number }) {
      const help = {
        dropped: 'Live counters, or reservations, for which there was no room.',
        cut: 'Readings of a quota that found more users than are counted.',
        lost: 'Thresholds that could not be noted.',
      };
      for (const name of ['dropped', 'cut', 'lost'] as const)
        mirror(registry, `pharos_quota_${name}_total`, help[name], of[name]);
    },
  };
}
