import type { Baselines, BaselinesQuery, BaselineWeek, BaselineWeekQuery } from '@pharos/core/api/baselines';
import { findBaselines } from '@pharos/core/baselines/find-baselines';
import { findWeek } from '@pharos/core/baselines/find-week';
import { type WatchRange, watchQuestion, watchRange, weekRange } from '@pharos/core/baselines/watch-range';
import { type Dimension, WATCHED, watchedOf } from '@pharos/core/baselines/watched';
import type { Answer, Question } from '@pharos/core/question';
import type { Clock } from '@pharos/core/time';
import type { Answers } from '../../answers/answers.ts';
import { keptWork } from '../../answers/kept-work.ts';
import { inTurns } from '../../in-turns.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** What is judged ends with an hour, so it stays the same until the next one is over. */
const HOUR_MS = 3_600_000;
/** About 20 KB each. */
const MOST_KEPT = 200;

type Asked = Pick<BaselinesQuery, 'dimension' | 'timeZone' | 'since'> & { hour: number };
type WeekAsked = Pick<BaselineWeekQuery, 'dimension' | 'value' | 'metric' | 'score' | 'timeZone'>;

/** What is usual and what is not, learned of four weeks once an hour for all who ask. */
export interface BaselineAnswers {
  of(scope: ProjectScope, query: BaselinesQuery, signal: AbortSignal): Promise<Baselines>;
  week(scope: ProjectScope, query: WeekAsked, signal: AbortSignal): Promise<BaselineWeek>;
}

export function createBaselines(clock: Clock, answers: Pick<Answers, 'ask' | 'askAll'>): BaselineAnswers {
  const kept = keptWork(
    clock,
    // Before anything is known it may come at any moment.
    { keepMs: HOUR_MS, most: MOST_KEPT, isKept: ({ series }: Baselines) => series.length > 0 },
    async (scope, { dimension, timeZone, since, hour }: Asked, signal = new AbortController().signal) => {
      const range = watchRange(since, timeZone, hour);
      return inTurns(
        findBaselines(dimension, await historyOf(answers, scope, dimension, range, signal), range),
        signal,
      );
    },
  );
  return {
    of(scope, { dimension, timeZone, since }, signal) {
      const hour = watchRange(since, timeZone, clock.nowMs()).toMs;
      return kept(scope, { dimension, timeZone, since, hour }, signal);
    },
    async week(scope, { dimension, value, metric, score, timeZone }, signal) {
      const question = watchedOf(dimension).find(({ watched }) => watched.metric === metric)?.question;
      if (question === undefined) throw new TypeError(`${metric} is not watched of a ${dimension}`);
      const range = weekRange(timeZone, clock.nowMs());
      const asked = watchQuestion(WATCHED[dimension], question, range, { value, score });
      return findWeek(await answers.ask(scope, asked, signal), question, metric, range);
    },
  };
}

/** The answers to all Questions of a dimension, in their order. */
async function historyOf(
  answers: Pick<Answers, 'askAll'>,
  scope: ProjectScope,
  dimension: Dimension,
  range: WatchRange,
  signal: AbortSignal,
): Promise<Answer[]> {
  const watched = WATCHED[dimension];
  const questions: Question[] = watched.questions.map((each) => watchQuestion(watched, each, range));
  const known: Answer[] = [];
  for await (const outcome of answers.askAll(scope, questions, signal)) {
    if ('error' in outcome) throw outcome.error;
    known[outcome.index] = outcome.answer;
  }
  return known;
}
