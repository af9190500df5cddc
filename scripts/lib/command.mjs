import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './repository.mjs';

/** Exit code of a child as a shell reports it. */
const exitCode = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0);

/** The npm that started us, else the one on the path. */
export const npm = (...args) =>
  process.env.npm_execpath ? [process.execPath, [process.env.npm_execpath, ...args]] : ['npm', args];

/** The command-line tool of an installed package, run by this same Node. */
export const tool = (script, ...args) => [process.execPath, [`node_modules/${script}`, ...args]];

/** Runs a command in the repository with our own input and output; resolves with its exit code. */
export function run([file, args], options = {}) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, stdio: 'inherit', ...options });
    const forward = (signal) => {
      // A terminal sends Ctrl-C to the whole group: the child has it already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const done = (code) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${file} could not be started: ${error.message}`);
      done(127);
    });
    child.on('exit', (code, signal) => done(exitCode(code, signal)));
  });
}

/** Like {@link run}, and ends this process with the same code when the command fails. */
export async function mustRun(command, options) {
  const code = await run(command, options);
  if (code !== 0) process.exit(code);
}
