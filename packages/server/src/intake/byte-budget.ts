import { Overloaded } from './errors.ts';

const RETRY_SECONDS = 1;

/**
 * Bytes that may be held at one time, of one project at most half of them, so that no project can keep the others out.
 * Whoever comes when there is no room is told to come again. A piece larger than its limit may pass when it is alone.
 */
export class ByteBudget {
  readonly #max: number;
  readonly #maxOfProject: number;
  readonly #what: string;
  readonly #ofProject = new Map<string, number>();
  #held = 0;

  /** `what` completes the sentence "too many … wait". */
  constructor(max: number, what: string) {
    this.#max = max;
    this.#maxOfProject = max / 2;
    this.#what = what;
  }

  get held(): number {
    return this.#held;
  }

  /** Throws Overloaded when there is no room. */
  take(bytes: number, projectId: string): void {
    this.requireRoom(bytes, projectId);
    this.#change(bytes, projectId);
  }

  give(bytes: number, projectId: string): void {
    this.#change(-bytes, projectId);
  }

  /** Holds the bytes while the work takes; throws Overloaded, without beginning it, when there is no room. */
  async hold<Result>(bytes: number, projectId: string, work: () => Promise<Result>): Promise<Result> {
    this.take(bytes, projectId);
    try {
      return await work();
    } finally {
      this.give(bytes, projectId);
    }
  }

  /** Throws Overloaded when there would be no room; takes nothing. */
  requireRoom(bytes: number, projectId: string): void {
    const own = this.#ofProject.get(projectId) ?? 0;
    if (this.#held > 0 && this.#held + bytes > this.#max)
      throw new Overloaded(`too many ${this.#what} wait`, RETRY_SECONDS);
    if (own > 0 && own + bytes > this.#maxOfProject)
      throw new Overloaded(`too many ${this.#what} of this project wait`, RETRY_SECONDS);
  }

  #change(bytes: number, projectId: string): void {
    const own = (this.#ofProject.get(projectId) ?? 0) + bytes;
    if (own === 0) this.#ofProject.delete(projectId);
    else this.#ofProject.set(projectId, own);
    this.#held += bytes;
  }
}
