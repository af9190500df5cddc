import { setMaxListeners } from 'node:events';

/** Work for whoever waits for it. When the last one has left it is stopped. */
export class SharedWork<Result> {
  readonly #controller = new AbortController();
  #waiting = 0;
  /** Neither done nor stopped. */
  isRunning = true;
  readonly result: Promise<Result>;

  constructor(work: (signal: AbortSignal) => Promise<Result>) {
    setMaxListeners(0, this.#controller.signal);
    this.result = work(this.#controller.signal);
    const end = () => {
      this.isRunning = false;
    };
    this.result.then(end, end);
  }

  /** The result. @throws what the work failed with, or the signal's reason once it aborts. */
  wait(signal?: AbortSignal): Promise<Result> {
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal?.removeEventListener('abort', onAbort);
        this.#waiting -= 1;
      };
      const onAbort = () => {
        leave();
        reject(signal?.reason);
        if (this.#waiting === 0 && this.isRunning) {
          this.isRunning = false;
          this.#controller.abort(signal?.reason);
        }
      };
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      this.result.then(
        (result) => {
          leave();
          resolve(result);
        },
        (error) => {
          leave();
          reject(error);
        },
      );
    });
  }
}
