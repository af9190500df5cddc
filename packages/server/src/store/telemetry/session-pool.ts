import { EngineBusy } from './engine-errors.ts';

interface Waiting<Session> {
  give(session: Session): void;
}

/** Sessions that each run one query at a time; callers wait in line for a free one. */
export class SessionPool<Session> {
  readonly #free: Session[];
  readonly #waiting: Waiting<Session>[] = [];
  readonly #maxWaiting: number;

  constructor(sessions: readonly Session[], maxWaiting = 256) {
    this.#free = [...sessions];
    this.#maxWaiting = maxWaiting;
  }

  /** A session that is the caller's until released. An aborted signal ends the wait. */
  acquire(signal?: AbortSignal): Promise<Session> {
    if (signal?.aborted) return Promise.reject(signal.reason);
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
      };
      this.#waiting.push(waiting);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  release(session: Session): void {
    const next = this.#waiting.shift();
    if (next) next.give(session);
    else this.#free.push(session);
  }
}
