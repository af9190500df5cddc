import type { Answer, Question } from '@pharos/core/question';
import type { ProjectScope } from '../store/scope.ts';
import type { TelemetryReader } from '../store/telemetry/contract.ts';
import { SessionPool } from '../store/telemetry/session-pool.ts';
import { KeptAnswers, type KeptOptions } from './kept-answers.ts';
import { type Outcome, Page } from './page.ts';
import { SharedWork } from './shared-work.ts';

/** Answers to Questions: from the store, or as they were given a moment ago. */
export interface Answers extends Pick<TelemetryReader, 'ask'> {
  /**
   * Many Questions, each answered as soon as it is known; one that fails fails alone. No more is asked than is taken.
   * When the signal aborts, what nobody else waits for is stopped and the list ends with the signal's reason.
   */
  askAll(
    scope: ProjectScope,
    questions: readonly Question[],
    signal?: AbortSignal,
  ): AsyncGenerator<Outcome, void, undefined>;
}

export interface AnswersOptions extends Omit<KeptOptions, 'maxBytes'> {
  reader: Pick<TelemetryReader, 'ask'>;
  /** Statements that pages may have in the store at the same time; what is left of its sessions is for all others. */
  pagesAtOnce?: number;
  maxKeptBytes?: number;
}

const MAX_KEPT_BYTES = 32 << 20;

/** The one place where Questions are answered: all who ask share what is on its way and what is kept. */
export function createAnswers(options: AnswersOptions): Answers & { kept: KeptAnswers } {
  const { reader, pagesAtOnce = 2, maxKeptBytes = MAX_KEPT_BYTES } = options;
  const kept = new KeptAnswers({ ...options, maxBytes: maxKeptBytes });
  const turns = new SessionPool(Array.from({ length: pagesAtOnce }, (_, turn) => turn));
  const inTurn = (scope: ProjectScope, question: Question) =>
    new SharedWork(async (stop) => {
      const turn = await turns.acquire(stop);
      return reader.ask(scope, question, stop).finally(() => turns.release(turn));
    });
  return {
    kept,
    async ask(scope, question, signal) {
      const known = kept.find(scope, question);
      if (known) return known.wait(signal);
      const work = new SharedWork((stop) => reader.ask(scope, question, stop));
      return kept.keep(scope, question, work).wait(signal);
    },
    askAll(scope, questions, signal) {
      const source = {
        find: (question: Question) => kept.find(scope, question),
        begin: (question: Question) => inTurn(scope, question),
        keep: (question: Question, work: SharedWork<Answer>) => kept.keep(scope, question, work),
      };
      return new Page(source, questions, signal).outcomes();
    },
  };
}
