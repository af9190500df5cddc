/**
 * Work that nobody waits for. Any number of processes may start the same job: each part of its work is taken under a lease, or changes
 * nothing when it is done twice. How a job ends is said where it is said how all else is closed.
 */
export interface Job {
  start(): unknown;
}

/** The jobs of a process, if it does any. */
export class Jobs {
  readonly #areDone: boolean;
  readonly #jobs: Job[] = [];

  /** `areDone`: in this process. Otherwise nothing that is added is ever started. */
  constructor(areDone: boolean) {
    this.#areDone = areDone;
  }

  add(...jobs: readonly Job[]): void {
    this.#jobs.push(...jobs);
  }

  /** What tells a job that there is work for it. Where other processes do it, they look for themselves. */
  waking(wake: () => unknown): () => void {
    return this.#areDone ? () => void wake() : () => undefined;
  }

  async start(): Promise<void> {
    if (this.#areDone) for (const job of this.#jobs) await job.start();
  }
}
