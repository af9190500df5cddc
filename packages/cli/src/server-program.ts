import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Commands that look at the stores themselves, which only the server knows how to reach. */
const PROGRAMS = ['doctor', 'backup', 'restore'] as const;
export type ServerProgram = (typeof PROGRAMS)[number];

export const isServerProgram = (command: string | undefined): command is ServerProgram =>
  PROGRAMS.some((program) => program === command);

/** Runs a program of the server's in the same way as this one. Its exit code; 2 when it is not installed here. */
export function runServerProgram(
  command: ServerProgram,
  args: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const program = fileOf(command);
  if (program === undefined) {
    process.stderr.write(`pharos ${command} comes with the server, which is not installed here.\n`);
    return Promise.resolve(2);
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
      stdio: 'inherit',
      signal,
    });
    // It is told of the signal, and says itself how it ended.
    child.once('error', (error) => (signal.aborted ? undefined : reject(error)));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function fileOf(command: ServerProgram): string | undefined {
  try {
    return fileURLToPath(import.meta.resolve(`@pharos/server/${command}`));
  } catch {
    return undefined;
  }
}
