import { join, resolve } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type Config, type Environment, readConfig } from '../config.ts';
import { type Checksums, createChecksums } from './checksums.ts';
import { BACKUP_HELP, RESTORE_HELP } from './help.ts';
import { makeBackup } from './make.ts';
import { listedText, madeText, restoredText } from './report.ts';
import { restoreBackup } from './restore.ts';
import { listBackups } from './shelf.ts';
import { verifyBackup } from './verify.ts';

export interface Terminal {
  env: Environment;
  /** What paths are relative to. */
  directory: string;
  write(text: string): void;
  complain(text: string): void;
  signal: AbortSignal;
}

type Outcome = 0 | 1 | 2;

/** What is wrong with the command line. */
class UsageError extends Error {}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** `pharos backup`; its exit code. */
export const backupCommand = (args: readonly string[], terminal: Terminal): Promise<Outcome> =>
  command(terminal, async () => {
    const { values } = parse(args, {
      ...{ 'data-dir': text, to: text, keep: text, verify: text },
      ...{ incremental: flag, 'without-key': flag, list: flag, help: flag },
    });
    if (values.help) return terminal.write(`${BACKUP_HELP}\n`);
    const config = settings(terminal, values['data-dir']);
    const shelf = values.to ? resolve(terminal.directory, values.to) : join(config.dataDir, 'backups');
    const { signal } = terminal;
    if (values.list) return terminal.write((await listBackups(shelf)).map(listedText).join(''));
    const tell = (step: string) => terminal.write(`${step} …\n`);
    const { verify } = values;
    if (verify !== undefined) {
      const { base } = await withChecksums((checksums) =>
        verifyBackup(resolve(terminal.directory, verify), checksums, signal),
      );
      return terminal.write(`Every byte is as it was written${base ? `, in ${base} too` : ''}.\n`);
    }
    const request = {
      ...{ shelf, incremental: values.incremental ?? false, withoutKey: values['without-key'] ?? false },
      keep: numberOf(values.keep),
    };
    const made = await withChecksums((checksums) => makeBackup(config, request, { checksums, signal, tell }));
    terminal.write(madeText(made));
  });

/** `pharos restore`; its exit code. */
export const restoreCommand = (args: readonly string[], terminal: Terminal): Promise<Outcome> =>
  command(terminal, async () => {
    const { values, positionals } = parse(args, { 'data-dir': text, help: flag });
    if (values.help) return terminal.write(`${RESTORE_HELP}\n`);
    const [from, ...more] = positionals;
    if (from === undefined || more.length > 0) throw new UsageError('Name one backup: its directory.');
    const config = settings(terminal, values['data-dir']);
    const manifest = await withChecksums((checksums) =>
      restoreBackup(resolve(terminal.directory, from), config, {
        ...{ checksums, signal: terminal.signal },
        tell: (step) => terminal.write(`${step} …\n`),
      }),
    );
    terminal.write(restoredText(manifest, config.dataDir));
  });

/** Their thread ends with the work. */
async function withChecksums<Result>(work: (checksums: Checksums) => Promise<Result>): Promise<Result> {
  const checksums = createChecksums();
  return work(checksums).finally(() => checksums.close());
}

async function command(terminal: Terminal, work: () => Promise<void>): Promise<Outcome> {
  try {
    await work();
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof UsageError) {
      terminal.complain(`${message} See --help.`);
      return 2;
    }
    terminal.complain(`pharos: ${message}`);
    return 1;
  }
}

function parse<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function settings({ env, directory }: Terminal, dataDir: string | undefined): Config {
  return readConfig(dataDir === undefined ? env : { ...env, PHAROS_DATA_DIR: resolve(directory, dataDir) });
}

function numberOf(keep: string | undefined): number | undefined {
  if (keep === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(keep)) throw new UsageError('--keep must be a number from 1 to 9999.');
  return Number(keep);
}
