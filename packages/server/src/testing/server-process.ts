import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface ServerProcess {
  pid: number;
  /** Standard output and error so far. */
  output(): string;
  /** Resolves with the output once it contains the text; rejects when the process ends before. */
  says(text: string | RegExp): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

const pathOf = (file: string): string => new URL(file, import.meta.url).pathname;
const SOURCE = ['--conditions=pharos-source', '--import', 'tsx'];
const isBuilt = process.env.PHAROS_TEST_BUILT === '1';
const fileOf = (name: string): string =>
  isBuilt ? pathOf(`../../dist/${name}.js`) : pathOf(`../${name}.ts`);

/**
 * The server as a process of its own: from its source, unless what runs the tests says that it has built it. `before`: what is loaded before it,
 * by its path in src/.
 */
export const startServer = (
  env: Record<string, string>,
  flags: readonly string[] = [],
  before: readonly string[] = [],
): ServerProcess =>
  startNode(
    [
      ...(isBuilt ? [] : SOURCE),
      ...before.flatMap((name) => ['--import', fileOf(name)]),
      fileOf('main'),
      ...flags,
    ],
    env,
  );

/** A script that is run by Node with these arguments, under no settings of Pharos but the given ones. */
export function startNode(nodeArguments: string[], env: Record<string, string>): ServerProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PHAROS_'));
  const child = spawn(process.execPath, nodeArguments, {
    env: { ...Object.fromEntries(inherited), UV_THREADPOOL_SIZE: '16', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const contains = (wanted: string | RegExp) =>
    typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
  return {
    pid: child.pid ?? 0,
    output: () => text,
    says: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!contains(wanted)) return;
          listeners.delete(look);
          resolve(text);
        };
        listeners.add(look);
        look();
        void ended.then((code) => reject(new Error(`ended with ${code}: ${text}`)));
      }),
    kill: (signal) => child.kill(signal),
    ended,
  };
}
