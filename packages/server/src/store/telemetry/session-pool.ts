import { EngineBusy, EngineError } from './engine-errors.ts';

interface Waiting<Session> {
  give(session: Session): void;
  refuse(reason: unknown): void;
}

/** Sessions that each run one query at a time; callers wait in line for a free one. */
export class SessionPool<Session> {
  readonly #size: number;
  readonly #maxWaiting: number;
  readonly #free: Session[];
  #waiting: Waiting<Session>[] = [];
  #closed: { allFree: () => void } | undefined;

  constructor(sessions: readonly Session[], maxWaiting = 256) {
    this.#size = sessions.length;
    this.#maxWaiting = maxWaiting;
    this.#free = [...sessions];
  }

  /** A session that is the caller's until released. An aborted signal ends the wait. */
  acquire(signal?: AbortSignal): Promise<Session> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#closed) return Promise.reject(closed());
    const session = this.#free.pop();
    if (session !== undefined) return Promise.resolve(session);
    if (this.#waiting.length >= this.#maxWaiting) {
      return Promise.reject(new EngineBusy(`${this.#maxWaiting} queries are waiting already`));
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal?.reason);
      };
      const waiting: Waiting<Session> = {
        give(session) {
          signal?.removeEventListener('abort', onAbort);
          resolve(session);
        },
        refuse(reason) {
          signal?.removeEventListener('abort', onAbort);
          reject(reason);
        },
      };
      this.#waiting.push(waiting);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  release(session: Session): void {
    const next = this.#waiting.shift();
    if (next) next.give(session);
    else this.#free.push(session);
    if (this.#free.length === this.#size) this.#closed?.allFree();
  }

  /** Refuses whoever waits or comes; resolves when every session is back. */
  close(): Promise<void> {
    for (const waiting of this.#waiting) waiting.refuse(closed());
    this.#waiting = [];
    return new Promise((resolve) => {
      this.#closed = { allFree: resolve };
      if (this.#free.length === this.#size) resolve();
    });
  }
}

const closed = () => new EngineError('The engine is closed.', undefined);
