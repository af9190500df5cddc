import { join } from 'node:path';
import type { Clock } from '@pharos/core/time';
import type { Registry } from 'prom-client';
import { SchemaIsOlder } from '../schema-version.ts';
import { type OnWaiting, whenItAnswers } from '../when-it-answers.ts';
import { type AgentRuns, createAgentRuns } from './agent-runs.ts';
import { type AgentStates, createAgentStates } from './agent-states.ts';
import { createTelemetryBackups, type TelemetryBackups } from './backup.ts';
import { type Charges, createCharges } from './charges.ts';
import type { TelemetryReader, TelemetryWriter } from './contract.ts';
import type { Driver } from './driver.ts';
import { openEmbedded } from './embedded-driver.ts';
import { EngineDown } from './engine-errors.ts';
import type { OnHealth } from './engine-health.ts';
import { createTelemetryErasure, type TelemetryErasure } from './erasure/erasure.ts';
import { createEventStore, type EventStore } from './events.ts';
import { noteEngine, wasSeen } from './known-engine.ts';
import { migrate } from './migrate.ts';
import { createPresenceStore, type PresenceStore } from './presence.ts';
import { createReader } from './read/reader.ts';
import { openRemote, type RemoteOptions } from './remote-driver.ts';
import { resort } from './resort.ts';
import { createTelemetryRetention, type TelemetryRetention } from './retention/retention.ts';
import { type KeeperOptions, RollupKeeper } from './rollups/keeper.ts';
import { watchLag } from './rollups/lag.ts';
import { inBackground } from './rollups/roll-up.ts';
import { watchRollups } from './rollups/watch.ts';
import { PAYLOADS } from './schema.ts';
import { isBrought, refuseNewerStore } from './schema-mark.ts';
import type { Quorum } from './settings.ts';
import { createTelemetryStorage, type TelemetryStorage } from './storage/storage.ts';
import type { ColdAfter } from './tiering/cold-after.ts';
import type { ColdStorage } from './tiering/cold-storage.ts';
import type { Tiering } from './tiering/tier.ts';
import { watchEngine } from './watch.ts';
import { EngineWriter, type Folding } from './writer.ts';

export interface TelemetrySettings {
  dataDir: string;
  /** A ClickHouse server, or servers of a cluster, in place of the embedded engine. */
  clickhouseUrl?: readonly [string, ...string[]] | undefined;
  clickhouseCluster?: string | undefined;
  clickhouseQuorum?: Quorum | undefined;
  /** `off`: another process brings the schema up to date. */
  migrate?: 'auto' | 'off';
  engineMemoryMb: number;
  searchIndex: boolean;
  /** Where old rows lie, and when they are old. */
  coldStorage?: ColdStorage | undefined;
  coldAfter?: ColdAfter;
  /** How long a server that does not answer is waited for, in seconds. */
  storeWaitSeconds?: number;
  /** What comes in is kept elsewhere while the server is down: one that was seen before need not answer at the start. */
  mayStartDown?: boolean;
}

/** Told of a server that does not answer. */
export interface EngineTold {
  onWaiting: OnWaiting;
  onHealth: OnHealth;
}

/** The telemetry store, migrated and ready. */
export interface Telemetry {
  writer: TelemetryWriter;
  reader: TelemetryReader;
  charges: Charges;
  agentStates: AgentStates;
  agentRuns: AgentRuns;
  presence: PresenceStore;
  events: EventStore;
  backups: TelemetryBackups;
  /** Other processes may write to the same store. */
  shared: boolean;
  /** False while a remote engine is known to be down: calls are refused at once. */
  isUp(): boolean;
  /** What keeps rollups at what is stored from its start until it is stopped. */
  rollupKeeper(
    options: Pick<KeeperOptions, 'lease' | 'onError'>,
  ): Pick<RollupKeeper, 'start' | 'stop' | 'rest'>;
  /** Brings rows of an earlier release into the order of this one, in the background; by one process at a time. */
  resort(signal: AbortSignal): Promise<void>;
  retention: TelemetryRetention;
  storage: TelemetryStorage;
  erasure: TelemetryErasure;
  /** Adds the engine's own figures to those of the process. */
  watch(registry: Registry): void;
  /** Resolves when the engine answers. */
  check(): Promise<unknown>;
  close(): Promise<void>;
}

export async function openTelemetry(
  settings: TelemetrySettings,
  clock: Clock,
  folding: Folding,
  told: Partial<EngineTold> = {},
): Promise<Telemetry> {
  const driver = await openReady(settings, told);
  const rollups = { hours: 0, failures: 0 };
  return {
    writer: new EngineWriter(driver, folding),
    reader: createReader(driver, clock),
    charges: createCharges(driver),
    agentStates: createAgentStates(driver, clock),
    agentRuns: createAgentRuns(driver, clock),
    presence: createPresenceStore(driver),
    events: createEventStore(driver, clock),
    backups: createTelemetryBackups(driver),
    shared: driver.kind === 'remote',
    isUp: () => driver.isUp,
    rollupKeeper: (options) => new RollupKeeper({ ...options, driver, counts: rollups }),
    resort: (signal) => resort(inBackground(driver, signal), PAYLOADS),
    retention: createTelemetryRetention(driver, clock),
    storage: createTelemetryStorage(driver),
    erasure: createTelemetryErasure(driver),
    watch(registry) {
      watchEngine(registry, driver);
      watchRollups(registry, rollups);
      watchLag(registry, driver);
    },
    check: () => driver.query('SELECT 1', {}, { lane: 'ingest', timeoutMs: 2_000 }),
    close: () => driver.close(),
  };
}

/** Closes the driver where it fails. */
async function prepare(driver: Driver, settings: TelemetrySettings): Promise<void> {
  try {
    if (settings.migrate !== 'off')
      await migrate(driver, { textIndex: settings.searchIndex, tiering: tieringOf(settings) });
    else if (await isOlder(driver)) throw new SchemaIsOlder();
  } catch (error) {
    await driver.close();
    throw error;
  }
}

const tieringOf = ({ coldStorage, coldAfter = {} }: TelemetrySettings): Tiering | undefined =>
  coldStorage && { storage: coldStorage, after: coldAfter };

async function isOlder(driver: Driver): Promise<boolean> {
  await refuseNewerStore(driver);
  return !(await isBrought(driver));
}

/** Brings the store to the schema of this version, and closes it. */
export async function migrateTelemetry(settings: TelemetrySettings): Promise<void> {
  const driver = await openDriver(settings);
  await prepare(driver, { ...settings, migrate: 'auto' });
  await driver.close();
}

/** Whether the store has still to be brought to the schema of this version. */
export async function isTelemetryOlder(settings: TelemetrySettings): Promise<boolean> {
  const driver = await openDriver(settings);
  return isOlder(driver).finally(() => driver.close());
}

/** The engine, ready to be used: at once, or when a server that was seen before answers again. */
async function openReady(settings: TelemetrySettings, told: Partial<EngineTold>): Promise<Driver> {
  const { dataDir, clickhouseUrl: urls, storeWaitSeconds = 0 } = settings;
  const open = async (options?: Pick<RemoteOptions, 'onHealth'>): Promise<Driver> => {
    const driver = await openDriver(settings, options);
    await prepare(driver, settings);
    return driver;
  };
  if (urls === undefined) return open();
  const { onHealth = () => undefined, onWaiting = () => undefined } = told;
  const isSilence = (error: unknown) => error instanceof EngineDown;
  const mayStartDown = settings.mayStartDown === true && wasSeen(dataDir, urls);
  try {
    const seconds = mayStartDown ? 0 : storeWaitSeconds;
    const driver = await whenItAnswers(() => open({ onHealth }), isSilence, { seconds, onWaiting });
    await noteEngine(dataDir, urls);
    return driver;
  } catch (error) {
    if (!mayStartDown || !isSilence(error)) throw error;
    return openDriver(settings, { onHealth, awaken: async () => (await open()).close() });
  }
}

/** What there is, of whatever schema, to copy it as it is or to fill what is empty. `close` closes the store. */
export async function openTelemetryAsItIs(
  settings: TelemetrySettings,
): Promise<{ backups: TelemetryBackups; close(): Promise<void> }> {
  const driver = await openDriver(settings);
  return { backups: createTelemetryBackups(driver), close: () => driver.close() };
}

const openDriver = (
  { clickhouseUrl: urls, ...settings }: TelemetrySettings,
  options: Pick<RemoteOptions, 'onHealth' | 'awaken'> = {},
): Promise<Driver> =>
  urls === undefined
    ? openEmbedded({
        path: join(settings.dataDir, 'telemetry'),
        maxMemoryBytes: settings.engineMemoryMb * 2 ** 20,
        coldStorage: settings.coldStorage,
      })
    : openRemote({
        ...{ urls, cluster: settings.clickhouseCluster, quorum: settings.clickhouseQuorum },
        ...options,
      });
