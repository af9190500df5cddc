import { Piscina } from 'piscina';
import { workerFile } from './worker-file.ts';

export interface OneThread<Task, Result> {
  /** @throws Error when too many wait already, it takes too long, or the signal aborts */
  run(task: Task, signal?: AbortSignal): Promise<Result>;
  close(): Promise<void>;
}

export interface ThreadOptions {
  /** What it makes, for messages. */
  what: string;
  /** With the one that is under way. */
  maxWaiting: number;
  /** Of a task, its wait for a turn included. */
  timeoutMs: number;
}

/** Work comes in flocks: after so long without any the thread gives its memory back. */
const IDLE_MS = 60_000;

/** One thread for heavy work of a kind, started by the first of it: tasks wait for each other, but nothing else waits for them. */
export function oneThread<Task, Result>(
  worker: string,
  moduleUrl: string,
  { what, maxWaiting, timeoutMs }: ThreadOptions,
): OneThread<Task, Result> {
  const pool = new Piscina<Task, Result>({
    ...workerFile(worker, moduleUrl),
    ...{ minThreads: 0, maxThreads: 1, idleTimeout: IDLE_MS },
  });
  let waiting = 0;
  return {
    async run(task, signal) {
      if (waiting >= maxWaiting) throw new Error(`Too many ${what} wait to be made.`);
      const late = AbortSignal.timeout(timeoutMs);
      waiting++;
      try {
        // A task that is aborted while it runs ends with its thread, and the next one gets a new one.
        return await pool.run(task, { signal: signal ? AbortSignal.any([signal, late]) : late });
      } finally {
        waiting--;
      }
    },
    close: () => pool.close(),
  };
}
