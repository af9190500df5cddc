import { createAgentRuns } from '../store/telemetry/agent-runs.ts';
import { createAgentStates } from '../store/telemetry/agent-states.ts';
import { createTelemetryBackups } from '../store/telemetry/backup.ts';
import { createCharges } from '../store/telemetry/charges.ts';
import { createTelemetryErasure } from '../store/telemetry/erasure/erasure.ts';
import { createEventStore } from '../store/telemetry/events.ts';
import type { Telemetry } from '../store/telemetry/open.ts';
import { createPresenceStore } from '../store/telemetry/presence.ts';
import { type FilledStore, openFilledStore } from '../store/telemetry/read/testing/filled-store.ts';
import { createTelemetryRetention } from '../store/telemetry/retention/retention.ts';
import { createTelemetryStorage } from '../store/telemetry/storage/storage.ts';
import { fakeClock } from './fake-clock.ts';

export interface ReadStore extends FilledStore {
  /** For a test app that reads what was put. */
  telemetry: Telemetry;
}

/** A real engine to read from, whose clock is that of the test app. Nothing can be written through the app. */
export async function openReadStore(): Promise<ReadStore> {
  const clock = fakeClock();
  const store = await openFilledStore(clock);
  const refuse = () => Promise.reject(new Error('This test writes with `put`.'));
  const telemetry: Telemetry = {
    writer: {
      append: refuse,
      storedSpans: refuse,
      recentTraces: refuse,
      parkedFacts: refuse,
      fold: refuse,
      correct: refuse,
      tracesOfSpans: refuse,
      homelessSpans: refuse,
      homeScores: refuse,
      removeScores: refuse,
    },
    reader: store.reader,
    charges: createCharges(store.driver),
    agentStates: createAgentStates(store.driver, clock),
    agentRuns: createAgentRuns(store.driver, clock),
    presence: createPresenceStore(store.driver),
    events: createEventStore(store.driver, clock),
    backups: createTelemetryBackups(store.driver),
    shared: false,
    retention: createTelemetryRetention(store.driver, clock),
    storage: createTelemetryStorage(store.driver),
    erasure: createTelemetryErasure(store.driver),
    rollupKeeper: () => ({
      start: () => undefined,
      stop: () => Promise.resolve(),
      rest: () => Promise.resolve(),
    }),
    resort: () => Promise.resolve(),
    watch: () => undefined,
    check: () => Promise.resolve(),
    isUp: () => true,
    close: () => Promise.resolve(),
  };
  return { ...store, telemetry };
}
