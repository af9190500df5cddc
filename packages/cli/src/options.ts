import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SYSTEMS } from './systems/index.ts';
import type { Scope, System } from './systems/system.ts';
import { UsageError, type World } from './world.ts';

/** An import as the person at the terminal wants it. */
export interface ImportOptions {
  name: string;
  system: System;
  /** An address, or a file. */
  from: { url: string; key: string } | { file: string };
  to: { url: string; key: string };
  scope: Omit<Scope, 'until'> & { until: string | undefined };
  /** Undefined: by the name of the source, in the current directory. */
  statePath: string | undefined;
  isDryRun: boolean;
}

export const HELP = `Brings what another system knows into Pharos.

  pharos import <langfuse|langsmith|phoenix> [options]
  pharos doctor        looks at a deployment and says what to put right: see pharos doctor --help
  pharos backup        makes a backup of a deployment while it runs: see pharos backup --help
  pharos restore       fills an empty one with a backup: see pharos restore --help

  --from <url|file>    where it is, or an export of it: JSON, JSONL or CSV, also .gz
                       (by the variables of its SDK, such as LANGFUSE_BASE_URL, else its own address)
  --from-key <key>     its key; of Langfuse <public key>:<secret key>
                       (LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, LANGSMITH_API_KEY, PHOENIX_API_KEY)
  --to <url>           where Pharos is (PHAROS_URL, http://127.0.0.1:7070)
  --key <secret>       a secret key of the project there (PHAROS_SECRET_KEY)
  --project <name>     only this project of LangSmith or Phoenix; may be repeated. Of a file: the project it is of
  --since <time>       only what is as new, such as 2026-01-31 or 2026-01-31T12:00:00Z
  --until <time>       only what is older (the moment the import begins)
  --state <file>       where it is kept how far the import has come (in this directory, named by the source)
  --dry-run            read and count everything, write nothing

Ids and times are kept, so importing again changes nothing. Ctrl-C ends after the batch in flight; the same command
goes on from there. Keys in variables are seen by nobody; those on a command line are seen by all users of a machine.

Exit code: 0 all is there, 1 something is not (and it was said what), 2 the command was wrong.`;

const text = { type: 'string' } as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: text,
        'from-key': text,
        to: text,
        key: text,
        project: { type: 'string', multiple: true },
        since: text,
        until: text,
        state: text,
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const isUrl = (given: string): boolean => /^https?:\/\/\S+$/.test(given) && URL.canParse(given);

/** A password in an address would be shown wherever the address is. */
function requireNoPassword(option: string, given: string): void {
  const { username, password } = new URL(given);
  if (username !== '' || password !== '')
    throw new UsageError(
      `${option} holds a user name or a password: leave them out, keys are given by themselves.`,
    );
}

/** Without what exporters append to it, and in one form. */
const baseOf = (url: string): string => url.replace(/\/+$/, '').replace(/\/v1\/traces$/, '');

function moment(name: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const ms = Date.parse(given);
  if (Number.isNaN(ms)) throw new UsageError(`--${name} must be a time such as 2026-01-31T12:00:00Z.`);
  return new Date(ms).toISOString();
}

/**
 * Reads arguments and environment; undefined when help was asked for.
 * @throws UsageError
 */
export function readOptions(
  args: readonly string[],
  { env, directory }: Pick<World, 'env' | 'directory'>,
): ImportOptions | undefined {
  const { values, positionals } = parse(args);
  const [command, name = '', ...more] = positionals;
  if (values.help || (command === undefined && args.length === 0)) return undefined;
  if (command !== 'import')
    throw new UsageError(
      'The commands are: pharos import <system>, pharos doctor, pharos backup, pharos restore. See --help.',
    );
  const system = SYSTEMS.get(name);
  if (!system || more.length > 0)
    throw new UsageError(`Name one system to import from: ${[...SYSTEMS.keys()].join(', ')}. See --help.`);

  const key = values.key ?? env.PHAROS_SECRET_KEY ?? '';
  const isDryRun = values['dry-run'] ?? false;
  if (key === '' && !isDryRun)
    throw new UsageError('Into which project? Set PHAROS_SECRET_KEY to a secret key of it, or pass --key.');
  const to = baseOf(values.to ?? env.PHAROS_URL ?? 'http://127.0.0.1:7070');
  if (!isUrl(to)) throw new UsageError('--to must be an http or https address.');
  requireNoPassword('--to', to);

  const [since, until] = [moment('since', values.since), moment('until', values.until)];
  if (since !== undefined && until !== undefined && since >= until)
    throw new UsageError('--since must be before --until.');
  const projects = values.project ?? [];
  if (projects.length > 0 && !system.hasProjects)
    throw new UsageError(`A key of ${system.title} is of one project: leave --project out.`);

  const from = sourceOf(system, values, env, directory);
  if ('file' in from && projects.length > 1) throw new UsageError('What is in a file is of one --project.');
  if ('file' in from && (since ?? until) !== undefined)
    throw new UsageError('A file is imported whole: leave --since and --until out.');
  if ('url' in from && from.url === to && from.key === key)
    throw new UsageError(`--from is the same as --to: say where ${system.title} is.`);
  return {
    name,
    system,
    from,
    to: { url: to, key },
    scope: { projects, since, until, untilGiven: until !== undefined },
    statePath: values.state === undefined ? undefined : resolve(directory, values.state),
    isDryRun,
  };
}

function sourceOf(
  system: System,
  values: { from?: string; 'from-key'?: string },
  env: World['env'],
  directory: string,
): ImportOptions['from'] {
  const given = values.from ?? system.url.env.map((name) => env[name]).find(Boolean) ?? system.url.usual;
  if (!given) throw new UsageError(`Where is ${system.title}? Pass --from.`);
  if (!isUrl(given)) return { file: resolve(directory, given) };
  requireNoPassword('--from', given);
  const { env: names, advice, optional = false } = system.key;
  const parts = names.map((name) => env[name] ?? '');
  const key = values['from-key'] ?? (parts.includes('') ? '' : parts.join(':'));
  if (key === '' && !optional)
    throw new UsageError(`Set ${names.join(' and ')}, or pass --from-key. ${advice}`);
  if (key !== '' && names.length > 1 && !key.includes(':')) throw new UsageError(advice);
  return { url: baseOf(given), key };
}
