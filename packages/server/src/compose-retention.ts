import type { Taking } from '@pharos/core/retention/past';
import type { Clock } from '@pharos/core/time';
import { Counter } from 'prom-client';
import type { Foundation } from './foundation.ts';
import { Looks } from './looks.ts';
import type { Leases } from './store/records/leases.ts';
import { remember } from './store/records/remembered.ts';
import { createRetentionSettings, type RetentionSettings } from './store/records/retention.ts';
import { type ProjectScope, scopeTo } from './store/scope.ts';
import type { Telemetry } from './store/telemetry/open.ts';
import type { TelemetryRetention } from './store/telemetry/retention/retention.ts';

/** What is kept how long, for those who tell of it and for those who take what comes. */
export interface Retentions {
  settings: RetentionSettings;
  store: TelemetryRetention;
  /** What a project takes at the moment. */
  taking(projectId: string): Promise<Taking>;
  /** Up to when a project's spans were removed, in nanoseconds since 1970; remembered for 30 s. */
  spansFrom(scope: ProjectScope): Promise<bigint | undefined>;
}

const EVERY_MS = 3_600_000;
/** Whoever did it last does it again; after so long without a word another process does. */
const LEASE_MS = 2 * EVERY_MS;
/** What is past is removed in its hour, but not while everything starts. */
const FIRST_MS = 60_000;

export function composeRetention(
  given: Foundation & { telemetry: Pick<Telemetry, 'retention'>; leases: Leases },
): Retentions {
  const { config, parts, telemetry, leases, metrics, closing, jobs, logger } = given;
  const { records, clock } = parts;
  const settings = createRetentionSettings(records, clock, config.retention);
  const store = telemetry.retention;
  const spansFrom = rememberedSpansFrom(store, clock);

  const removed = new Counter({
    name: 'pharos_retention_removed_rows_total',
    help: 'Rows removed because they are kept no more, by kind.',
    labelNames: ['kind'],
    registers: [metrics],
  });
  const failures = new Counter({
    name: 'pharos_retention_failures_total',
    help: 'Times that what is kept no more could not be removed.',
    registers: [metrics],
  });
  const end = new AbortController();
  const enforce = async () => {
    if (!(await leases.hold('retention', LEASE_MS))) return;
    const keeping = { own: await settings.own(), others: settings.defaults };
    for (const { kind, table, dropped, rows } of await store.enforce(keeping, end.signal)) {
      removed.inc({ kind }, rows);
      logger.info({ kind, table, dropped, rows }, 'what is kept no more was removed');
    }
  };
  const onError = (error: unknown) => {
    if (end.signal.aborted) return;
    failures.inc();
    logger.warn({ err: error }, 'what is kept no more is removed an hour later');
  };
  const looks = new Looks(enforce, { everyMs: EVERY_MS, firstMs: FIRST_MS, onError });
  jobs.add(looks);
  closing.push(async () => {
    end.abort();
    await looks.stop();
  });
  return {
    settings,
    store,
    spansFrom,
    taking: async (projectId) => ({
      retention: await settings.of(projectId),
      // Asked again before anything is stored, when an engine that is down is back.
      spansFromNs: await spansFrom(scopeTo(projectId)).catch(() => undefined),
    }),
  };
}

function rememberedSpansFrom(store: TelemetryRetention, clock: Clock): Retentions['spansFrom'] {
  // That nothing was removed is an answer like any other: nearly all projects have it.
  const known = remember(clock, async (projectId) => ({ fromNs: await store.spansFrom(scopeTo(projectId)) }));
  return async (scope) => (await known.of(scope))?.fromNs;
}
