import { parseArgs } from 'node:util';
import type { Target } from './send.ts';

export interface Options {
  target: Target;
  days: number;
  live: boolean;
  seed: string;
  /** Where history ends; undefined is now. The same seed and end give the same spans. */
  endMs: number | undefined;
  users: number;
  /** Visits a minute while live. */
  rate: number;
}

export const HELP = `Fills Pharos with a believable product, through its public API.

  npm run demo -- [options]

  --url <url>          where Pharos runs (PHAROS_URL, http://127.0.0.1:7070)
  --key <secret>       a secret key of the project
  --public-key <key>   with --secret-key: a key pair (PHAROS_PUBLIC_KEY, PHAROS_SECRET_KEY)
  --secret-key <key>
  --days <n>           days of history (7)
  --live               go on with live traffic until Ctrl-C
  --rate <n>           visits a minute while live (12)
  --users <n>          customers (300)
  --seed <text>        another seed is another product (pharos)
  --end <time>         where history ends (now); with the same seed it repeats exactly`;

/** What is wrong with the command line, in one sentence. */
export class UsageError extends Error {}

function amount(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || value > most) {
    throw new UsageError(`--${name} must be a number from ${least} to ${most}.`);
  }
  return value;
}

/** Reads arguments and environment; undefined when help was asked for. */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options | undefined {
  const option = { type: 'string' } as const;
  const parse = () =>
    parseArgs({
      args: [...args],
      options: {
        url: option,
        key: option,
        'public-key': option,
        'secret-key': option,
        days: option,
        rate: option,
        users: option,
        seed: option,
        end: option,
        live: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  let values: ReturnType<typeof parse>;
  try {
    values = parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (values.help) return undefined;
  const secret = values.key ?? values['secret-key'] ?? env.PHAROS_SECRET_KEY;
  if (!secret) {
    throw new UsageError(
      'Which project? Pass the key that Pharos printed at its first start (or one from Settings → Keys): npm run demo -- --key <secret>, or set PHAROS_SECRET_KEY.',
    );
  }
  const publicKey = values.key ? undefined : (values['public-key'] ?? env.PHAROS_PUBLIC_KEY);
  const url = values.url ?? env.PHAROS_URL ?? `http://127.0.0.1:${env.PHAROS_PORT || 7070}`;
  if (!/^https?:\/\/\S+$/.test(url)) throw new UsageError('--url must be an http or https address.');
  const endMs = values.end === undefined ? undefined : Date.parse(values.end);
  if (Number.isNaN(endMs)) throw new UsageError('--end must be a time such as 2026-01-31T12:00:00Z.');
  return {
    target: {
      url,
      authorization: publicKey
        ? `Basic ${Buffer.from(`${publicKey}:${secret}`).toString('base64')}`
        : `Bearer ${secret}`,
    },
    days: amount('days', values.days ?? '7', 0, 90),
    live: values.live ?? false,
    seed: values.seed ?? 'pharos',
    endMs,
    users: Math.round(amount('users', values.users ?? '300', 1, 100_000)),
    rate: amount('rate', values.rate ?? '12', 0.1, 6000),
  };
}
