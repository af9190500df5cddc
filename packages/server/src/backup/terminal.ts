import { environment } from '../config.ts';
import type { Terminal } from './program.ts';

/** This process, as its programs see it. The first Ctrl-C ends in order; a second one finds no listener and ends at once. */
export function terminal(): Terminal {
  const env = environment();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new Error(`ended by ${signal}`)));
  return {
    env,
    // npm runs scripts in the root of the repository, and says where it was called.
    directory: env.INIT_CWD ?? process.cwd(),
    write: (text) => void process.stdout.write(text),
    complain: (text) => void process.stderr.write(`${text}\n`),
    signal: stop.signal,
  };
}
