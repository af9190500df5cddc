import { parseArgs } from 'node:util';
import { type Asked, diagnose } from './diagnose.ts';
import { asJson, asText, hasFailed } from './report.ts';

const HELP = `Looks at a deployment and says what to put right.

  pharos doctor [options]          with the settings (PHAROS_…) of the server

  --url <url>      a running server to ask as well (the one that has the data directory)
  --key <secret>   a secret key of a project there (PHAROS_SECRET_KEY), for its metrics and --send
  --send           sends one span there and reads it back; it stays
  --json           the report for a program

Stores are looked at by their URLs; an embedded one is left alone, it belongs to its server. What is tried there is
named pharos_doctor… and taken away again.

Exit code: 0 nothing fails (there may be warnings), 1 something does, 2 the command was wrong.`;

export interface Terminal extends Pick<Asked, 'env' | 'nowMs' | 'randomHex'> {
  write(text: string): void;
  complain(text: string): void;
}

/** The command; its exit code. */
export async function doctor(args: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  const { env, nowMs, randomHex, write, complain } = terminal;
  const options = parse(args);
  if (typeof options === 'string') {
    complain(options);
    return 2;
  }
  if (options.help) {
    write(`${HELP}\n`);
    return 0;
  }
  const { url, key = env.PHAROS_SECRET_KEY, send = false, json = false } = options;
  const results = await diagnose({ env, url, key: key || undefined, send, nowMs, randomHex });
  write(json ? asJson(results) : asText(results));
  return hasFailed(results) ? 1 : 0;
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        url: { type: 'string' },
        key: { type: 'string' },
        send: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const isUrl = values.url === undefined || (/^https?:\/\//.test(values.url) && URL.canParse(values.url));
    return isUrl ? values : '--url must be an http or https address.';
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)} See --help.`;
  }
}
