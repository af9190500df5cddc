import { setTimeout as wait } from 'node:timers/promises';
import { pharos } from './pharos.ts';
import { isServerProgram, runServerProgram } from './server-program.ts';

// The first Ctrl-C ends after the batch in flight; a second one finds no listener and ends at once.
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

const [command, ...args] = process.argv.slice(2);
process.exitCode = isServerProgram(command)
  ? await runServerProgram(command, args, stop.signal)
  : await pharos(process.argv.slice(2), {
      env: process.env,
      // npm runs scripts in the root of the repository, and says where it was called.
      directory: process.env.INIT_CWD ?? process.cwd(),
      screen: {
        isTTY: process.stdout.isTTY ?? false,
        write: (text) => process.stdout.write(text),
      },
      complain: (text) => process.stderr.write(`${text}\n`),
      stop: stop.signal,
      means: { fetch, wait: (ms, signal) => wait(ms, undefined, { signal }), nowMs: Date.now },
    });
