import { type Config, type Environment, localUrl, readConfig } from '../config.ts';
import { StartError } from '../errors.ts';
import { isClaimed } from '../store/data-dir.ts';
import type { Deployment, Examination, Result } from './check.ts';
import { examination } from './examine.ts';
import { CLICKHOUSE } from './groups/clickhouse.ts';
import { DATA_DIRECTORY } from './groups/data-directory.ts';
import { EMBEDDED } from './groups/embedded.ts';
import { MAIL } from './groups/mail.ts';
import { PORTS } from './groups/ports.ts';
import { POSTGRES } from './groups/postgres.ts';
import { PROCESS } from './groups/process.ts';
import { PUBLIC_URL } from './groups/public-url.ts';
import { REDIS } from './groups/redis.ts';
import { SERVER } from './groups/server.ts';

/** All that is looked at, in the order in which one puts it right. */
const EXAMINATIONS: readonly Examination[] = [
  examination(PROCESS),
  examination(DATA_DIRECTORY),
  examination(PORTS),
  examination(EMBEDDED),
  examination(CLICKHOUSE),
  examination(POSTGRES),
  examination(REDIS),
  examination(MAIL),
  examination(PUBLIC_URL),
  examination(SERVER),
];

export interface Asked {
  env: Environment;
  /** A server that runs; without it, the one that has the data directory, if one does. */
  url?: string | undefined;
  /** A secret key of a project there. */
  key?: string | undefined;
  /** Send a span and read it back. */
  send: boolean;
  nowMs(): number;
  randomHex(count: number): string;
}

/** Looks at a deployment as its settings describe it. Only what is named `pharos_doctor…` is written, and taken away again. */
export async function diagnose({ env, url, key, send, nowMs, randomHex }: Asked): Promise<Result[]> {
  let config: Config;
  try {
    config = readConfig(env);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [invalid(error)];
  }
  const running = url ?? ((await isClaimed(config.dataDir)) ? localUrl(config.host, config.port) : undefined);
  const server = running === undefined ? undefined : { url: running.replace(/\/+$/, ''), key };
  const deployment: Deployment = { config, env, server, maySend: send, nowMs, randomHex };
  // What is slow is the network: groups wait for it side by side, and none uses what another one does.
  return (await Promise.all(EXAMINATIONS.map((examine) => examine(deployment)))).flat();
}

const invalid = (error: StartError): Result => ({
  group: 'Process and settings',
  name: 'settings.valid',
  about: 'the settings can be read',
  state: 'failure',
  found: error.message,
  advice: 'Correct it, and run this again: without settings nothing else can be looked at.',
});
