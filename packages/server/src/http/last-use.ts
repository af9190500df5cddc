const WRITE_EVERY_MS = 60_000;

/** What was used, and when that was noted last. */
interface Used {
  id: string;
  lastUsedAtMs: number;
}

/** Notes when keys are used, each at most once a minute. */
export class LastUse {
  readonly #write: (id: string, at: Date) => Promise<unknown>;
  readonly #writing = new Set<Promise<unknown>>();

  constructor(write: (id: string, at: Date) => Promise<unknown>) {
    this.#write = write;
  }

  note(key: Used, nowMs: number): void {
    if (nowMs - key.lastUsedAtMs < WRITE_EVERY_MS) return;
    key.lastUsedAtMs = nowMs;
    const written = this.#write(key.id, new Date(nowMs))
      // The next use writes it again: not knowing a key's last use must not refuse its request.
      .catch(() => undefined)
      .finally(() => this.#writing.delete(written));
    this.#writing.add(written);
  }

  /** Resolves when all is written down. */
  async settle(): Promise<void> {
    await Promise.all(this.#writing);
  }
}
