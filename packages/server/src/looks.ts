export interface LooksOptions {
  /** From the end of one look to the next. */
  everyMs: number;
  /** To the first look; as long unless said. */
  firstMs?: number;
  onError(error: unknown): void;
}

/** Looks at something again and again, one look at a time. One that fails is told of, and the next comes all the same. */
export class Looks {
  readonly #look: () => Promise<void>;
  readonly #options: LooksOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #stopped = false;

  constructor(look: () => Promise<void>, options: LooksOptions) {
    this.#look = look;
    this.#options = options;
  }

  start(): void {
    this.#next(this.#options.firstMs ?? this.#options.everyMs);
  }

  #next(inMs: number): void {
    this.#timer = setTimeout(() => {
      void this.now().finally(() => {
        if (!this.#stopped) this.#next(this.#options.everyMs);
      });
    }, inMs).unref();
  }

  /** Looks at once, or waits for the look that is under way. Never rejects. */
  now(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#options.onError(error))
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  /** Resolves when the look that is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }
}
