import { setTimeout as after } from 'node:timers/promises';
import { Counter } from 'prom-client';
import { Eraser } from './features/erasures/eraser.ts';
import type { Erasures } from './features/erasures/routes.ts';
import type { StepParts } from './features/erasures/steps.ts';
import type { Foundation } from './foundation.ts';
import type { LiveBus } from './live/bus.ts';
import type { Leases } from './store/records/leases.ts';
import { SETTLED_MS } from './store/telemetry/fills.ts';
import type { Telemetry } from './store/telemetry/open.ts';

/** What erases users, in the background. */
export function composeErasures(
  given: Foundation &
    Pick<StepParts, 'media' | 'presence' | 'agents' | 'noteForgotten' | 'forgetTraces'> & {
      telemetry: Pick<Telemetry, 'erasure' | 'shared'>;
      leases: Leases;
      bus: LiveBus;
      /** Some of a project's quotas may be gone. */
      forgetQuotas(projectId: string): void;
      /** Runs a write so that it overlaps with no other of this process. */
      between: (write: () => Promise<void>) => Promise<void>;
      /** Resolves when no sums are being made by this process. */
      sumsRest(): Promise<void>;
      /** Whether all that this process accepted is in the engine, or lost. */
      isStored(): boolean;
    },
): Erasures {
  const { parts, telemetry, bus, between, sumsRest, isStored, forgetQuotas, metrics, closing, jobs, logger } =
    given;
  const ended = new Counter({
    name: 'pharos_erasures_total',
    help: 'Erasures of users that have ended, by how.',
    labelNames: ['state'],
    registers: [metrics],
  });
  const eraser = new Eraser({
    ...given,
    ...parts,
    store: telemetry.erasure,
    async settle(signal) {
      await between(async () => undefined);
      await sumsRest();
      // What other processes are writing is on disk by then, or has failed.
      if (telemetry.shared) await after(SETTLED_MS, undefined, { signal, ref: false });
    },
    announce(projectId) {
      forgetQuotas(projectId);
      // Without ids and times: whatever is kept may be another.
      bus.publish({ projectId, type: 'traces', traceIds: [] });
    },
    isReady: isStored,
    onError: (error) => logger.warn({ err: error }, 'a user is not erased yet'),
    onEnd: (state) => ended.inc({ state }),
  });
  closing.push(() => eraser.stop());
  jobs.add(eraser);
  return { store: telemetry.erasure, wake: jobs.waking(() => eraser.wake()) };
}
