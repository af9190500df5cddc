import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAMS = new URL('../programs/', import.meta.url);
/** No SDK needs as long; one that hangs must not hold up the others. */
const LIMIT_MS = 60_000;
/** The first lines say what is wrong. */
const MOST_LINES = 40;

export interface Ended {
  code: number | null;
  /** Every line on standard output and error: the programs themselves say nothing. */
  lines: string[];
}

/** Runs a program with nothing in its environment but what is given and what any process needs. */
export async function runProgram(path: string, env: Record<string, string>): Promise<Ended> {
  const file = fileURLToPath(new URL(path, PROGRAMS));
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    cwd: fileURLToPath(new URL('.', new URL(path, PROGRAMS))),
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  return {
    code,
    lines: text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(0, MOST_LINES),
  };
}
