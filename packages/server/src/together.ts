interface Waiting<Call, Answer> {
  call: Call;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

/**
 * Calls that are answered one group at a time: at once when idle; those that come meanwhile make the next group together.
 */
export class Together<Call, Answer> {
  readonly #answer: (calls: readonly Call[]) => Promise<readonly Answer[]>;
  readonly #limits: { group: number; waiting: number };
  readonly #full: () => Error;
  #waiting: Waiting<Call, Answer>[] = [];
  #running: Promise<void> | undefined;

  /**
   * `answer` gives one answer for each call, in their order; when it rejects, all of the group do. A call for which
   * there is no room is refused with what `full` makes.
   */
  constructor(
    answer: (calls: readonly Call[]) => Promise<readonly Answer[]>,
    limits: { group: number; waiting: number },
    full: () => Error,
  ) {
    this.#answer = answer;
    this.#limits = limits;
    this.#full = full;
  }

  call(call: Call): Promise<Answer> {
    if (this.#waiting.length >= this.#limits.waiting) return Promise.reject(this.#full());
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  get idle(): boolean {
    return this.#running === undefined;
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#limits.group);
      try {
        const answers = await this.#answer(group.map(({ call }) => call));
        for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#running = undefined;
  }
}
