import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pharos } from '../pharos.ts';
import type { World } from '../world.ts';

/** What a run of the program did. */
export interface Run {
  code: 0 | 1 | 2;
  output: string;
  complaints: string;
}

/** Somebody at a terminal, in a directory of their own. */
export interface Terminal {
  directory: string;
  run(args: readonly string[], changes?: Partial<World>): Promise<Run>;
  leave(): void;
}

export function terminal(env: Record<string, string> = {}): Terminal {
  const directory = mkdtempSync(join(tmpdir(), 'pharos-cli-'));
  return {
    directory,
    async run(args, changes = {}) {
      const output: string[] = [];
      const complaints: string[] = [];
      const code = await pharos(args, {
        env,
        directory,
        screen: { isTTY: false, write: (text) => void output.push(text) },
        complain: (text) => void complaints.push(text),
        stop: new AbortController().signal,
        // Nobody waits for long in a test.
        means: { fetch, wait: () => new Promise((resolve) => setTimeout(resolve, 5)), nowMs: Date.now },
        ...changes,
      });
      return { code, output: output.join(''), complaints: complaints.join('\n') };
    },
    leave: () => rmSync(directory, { recursive: true, force: true }),
  };
}
