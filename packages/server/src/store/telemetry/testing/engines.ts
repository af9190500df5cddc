import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Driver } from '../driver.ts';
import { openEmbedded } from '../embedded-driver.ts';
import { migrate } from '../migrate.ts';
import { openRemote } from '../remote-driver.ts';
import { startEngineFront } from './engine-front.ts';
import { alsoPlanned, PlannedCluster, writeClusterConfig } from './planned-cluster.ts';
import { overTwoShards } from './two-shards.ts';

/** How the engine is reached: in this process, or through a client over HTTP. */
export const DRIVERS = ['embedded', 'remote'] as const;
/** And how rows lie: on one server or over two shards. */
export const ENGINES = [...DRIVERS, 'sharded'] as const;
/** `planned`: in this process, where a cluster would take each statement as well. */
const KINDS = [...ENGINES, 'planned'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What stores are tested on unless a test says so: PHAROS_TEST_ENGINE=sharded asks of two shards all that is asked of one engine,
 * and `planned` whether a cluster would take it.
 */
const { PHAROS_TEST_ENGINE } = process.env;
const DEFAULT: Kind = KINDS.find((kind) => kind === PHAROS_TEST_ENGINE) ?? 'embedded';

interface Reached {
  driver: Driver;
  /** Of what stands before the engine. */
  close?(): Promise<void>;
}

const REACH: Readonly<Record<Kind, (engine: Driver, path: string) => Promise<Reached>>> = {
  embedded: async (driver) => ({ driver }),
  async remote(engine) {
    const front = await startEngineFront(engine);
    const driver = await openRemote({ urls: [front.url] });
    return { driver, close: () => driver.close().then(front.close) };
  },
  sharded: async (engine) => ({ driver: await overTwoShards(engine) }),
  async planned(engine, path) {
    const cluster = await new PlannedCluster(path).open();
    return { driver: alsoPlanned(engine, cluster), close: async () => cluster.close() };
  },
};

/** An empty store of its own; `close` leaves nothing. */
export async function openTestEngine(
  kind: Kind = DEFAULT,
  options: { textIndex?: boolean } = {},
): Promise<{ driver: Driver; path: string; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), 'pharos-engine-'));
  const path = join(directory, 'telemetry');
  const configFile = kind === 'planned' ? await writeClusterConfig(join(directory, 'engine.xml')) : undefined;
  const engine = await openEmbedded({ path, ...(configFile !== undefined && { configFile }) });
  const { driver, close } = await REACH[kind](engine, path);
  await migrate(driver, { textIndex: options.textIndex ?? true });
  return {
    driver,
    path,
    async close() {
      await close?.();
      await engine.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
