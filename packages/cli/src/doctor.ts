import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * `pharos doctor` looks at the stores themselves, which only the server knows how to reach: it is a program of the server's, run in the
 * same way as this one. Its exit code; 2 when it is not installed here.
 */
export function runDoctor(args: readonly string[], signal: AbortSignal): Promise<number> {
  const program = doctorProgram();
  if (program === undefined) {
    process.stderr.write('The doctor comes with the server, which is not installed here.\n');
    return Promise.resolve(2);
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
      stdio: 'inherit',
      signal,
    });
    child.once('error', (error) => (signal.aborted ? resolve(1) : reject(error)));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function doctorProgram(): string | undefined {
  try {
    return fileURLToPath(import.meta.resolve('@pharos/server/doctor'));
  } catch {
    return undefined;
  }
}
