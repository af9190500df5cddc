import { parseArgs } from 'node:util';
import { type App, createApp } from './app.ts';
import { awaitSchema } from './await-schema.ts';
import { isShared } from './config/needs.ts';
import { type Config, environment, readConfig, unknownVariables } from './config.ts';
import { StartError } from './errors.ts';
import type { FirstRun } from './first-run.ts';
import { requireFreePort } from './http/free-port.ts';
import { createLogger } from './http/logger.ts';
import { isOldNode, LEAST_NODE } from './least-node.ts';
import { dutyOf } from './roles.ts';
import { claimDataDir } from './store/data-dir.ts';

/** Past this, connections that are still open are cut; the stores close cleanly all the same. */
const DRAIN_MS = 6_000;
const GIVE_UP_MS = 9_500;
/** Where there may be others, whoever spreads requests over them is given so long to leave this one out. */
const LEAVE_MS = 2_000;

async function main(): Promise<void> {
  refuseOldNode(process.versions.node);
  const config = readConfig({ ...environment(), ...flags() });
  const logger = createLogger(config.logLevel);
  for (const name of unknownVariables())
    logger.warn(`${name} is not a setting of this version and is ignored`);

  // What is in there else, files that were uploaded, processes may share.
  const claim = isShared(config) ? undefined : await claimDataDir(config.dataDir);
  await requireFreePort(config.host, config.port, 'PHAROS_PORT');
  if (dutyOf(config.role).doors.includes('ingest'))
    await requireFreePort(config.host, config.grpcPort, 'PHAROS_GRPC_PORT');
  await awaitSchema(config, logger);
  const app = await createApp(config, { logger });
  stopOnSignals(app, isShared(config) ? LEAVE_MS : 0, async () => claim?.release());
  claim?.serve(app.operator);
  try {
    const { url } = await app.listen();
    tell(config, url, app.firstRun);
  } catch (error) {
    await app.close();
    throw error;
  }
}

function refuseOldNode(version: string): void {
  if (isOldNode(version))
    throw new StartError(`Pharos needs Node ${LEAST_NODE.join('.')} or newer; this is ${version}.`);
}

/** What the command line says, as the environment would. */
function flags(): { PHAROS_ROLE?: string } {
  try {
    const { role } = parseArgs({ options: { role: { type: 'string' } } }).values;
    return role === undefined ? {} : { PHAROS_ROLE: role };
  } catch (error) {
    throw new StartError(
      `The command line cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

/**
 * Ends without waiting for anything: what was acknowledged is on disk. An exit would have the engine say farewell first, which waits
 * for ever when one of its threads is at work.
 */
function endAtOnce(why: string): void {
  console.error(`pharos: ended at once: ${why}`);
  process.kill(process.pid, 'SIGKILL');
}

/** The first signal drains and ends with 0; the second ends at once. */
function stopOnSignals(app: App, leaveMs: number, release: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return endAtOnce(`a second ${signal}`);
    stopping = true;
    app.server.log.info(`${signal}: finishing what is under way`);
    setTimeout(() => endAtOnce('what was under way took too long'), GIVE_UP_MS).unref();
    app
      .close(DRAIN_MS, leaveMs)
      .then(release)
      .then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Says where the product is and what is shown only once. */
function tell(config: Config, listening: string, { loginLink, keys }: FirstRun): void {
  const { role } = config;
  const lines = [`Pharos is ready at ${config.publicUrl}${role === 'all' ? '' : `, in the role ${role}`}`];
  if (listening !== config.publicUrl) lines.push(`  listening on ${listening}`);
  if (loginLink !== undefined)
    lines.push('', 'Sign in with this link (works once, for 15 minutes):', `  ${loginLink}`);
  if (keys !== undefined) {
    lines.push('', 'The key pair of the first project (shown only now):');
    lines.push(`  public key  ${keys.publicKey}`, `  secret key  ${keys.secretKey}`);
  }
  console.log(lines.join('\n'));
}

function fail(error: unknown): never {
  if (error instanceof StartError) console.error(`pharos: ${error.message}`);
  else console.error('pharos: unexpected failure', error);
  process.exit(1);
}

main().catch(fail);
