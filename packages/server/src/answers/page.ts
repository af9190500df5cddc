import type { Answer, Question } from '@pharos/core/question';
import type { Kept } from './kept-answers.ts';
import { planPage } from './plan.ts';
import type { SharedWork } from './shared-work.ts';

/** What became of one of many Questions; `index` is its place. */
export type Outcome = { index: number } & ({ answer: Answer } | { error: unknown });

/** Where the answers of one project come from. */
export interface Source {
  /** What can be given again. */
  find(question: Question): Kept | undefined;
  /** Asks the store. */
  begin(question: Question): SharedWork<Answer>;
  /** Keeps for a Question what was asked, which may be more metrics than its own. */
  keep(question: Question, work: SharedWork<Answer>): Kept;
}

interface Wanted {
  question: Question;
  index: number;
}

/** Asked at the same time. With more, the first page would have all its statements in line before the next one's. */
const AT_ONCE = 2;

/** A page of Questions on its way to be answered. */
export class Page {
  readonly #source: Source;
  readonly #signal: AbortSignal | undefined;
  readonly #running = new Map<number, Promise<Outcome>>();
  readonly #left: Wanted[][];
  #asking = 0;

  constructor(source: Source, questions: readonly Question[], signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
    this.#left = together(this.#withoutKept(questions.map((question, index) => ({ question, index }))));
  }

  /** Each as soon as it is known. Nothing is asked before what is known has been taken. */
  async *outcomes(): AsyncGenerator<Outcome, void, undefined> {
    while (this.#running.size > 0 || this.#left.length > 0) {
      while (this.#asking < AT_ONCE && this.#left.length > 0) this.#askNext();
      const outcome = await Promise.race(this.#running.values());
      this.#signal?.throwIfAborted();
      this.#running.delete(outcome.index);
      yield outcome;
    }
  }

  /** Others may have asked in the meantime. */
  #askNext(): void {
    const missing = this.#withoutKept(this.#left.shift() ?? []);
    for (const { question: asked, takers } of planPage(missing.map(({ question }) => question))) {
      const work = this.#source.begin(asked);
      this.#asking += 1;
      const end = () => {
        this.#asking -= 1;
      };
      work.result.then(end, end);
      for (const taker of takers.flatMap((at) => missing[at] ?? []))
        this.#run(taker, this.#take(taker, asked, work));
    }
  }

  /** Leaves those that cannot be given again. */
  #withoutKept(wanted: readonly Wanted[]): Wanted[] {
    return wanted.filter((each) => {
      const kept = this.#source.find(each.question);
      if (kept) this.#run(each, kept.wait(this.#signal));
      return !kept;
    });
  }

  /** What was asked as one and failed is asked alone: the reason may lie in what another wanted. */
  async #take({ question }: Wanted, asked: Question, work: SharedWork<Answer>): Promise<Answer> {
    try {
      return await this.#source.keep(question, work).wait(this.#signal);
    } catch (error) {
      if (this.#signal?.aborted || asked.metrics.length === question.metrics.length) throw error;
      return this.#source.keep(question, this.#source.begin(question)).wait(this.#signal);
    }
  }

  #run({ index }: Wanted, answer: Promise<Answer>): void {
    const outcome = answer.then(
      (known): Outcome => ({ index, answer: known }),
      (error: unknown): Outcome => ({ index, error }),
    );
    this.#running.set(index, outcome);
  }
}

/** In the groups that are asked as one. */
const together = (wanted: readonly Wanted[]): Wanted[][] =>
  planPage(wanted.map(({ question }) => question)).map(({ takers }) =>
    takers.flatMap((at) => wanted[at] ?? []),
  );
