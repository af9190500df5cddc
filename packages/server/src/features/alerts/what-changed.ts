import type { MetricWatch } from '@pharos/core/alerts/watch';
import type { WhatChanged } from '@pharos/core/api/incidents';
import {
  type Period,
  periodsOf,
  suspectDimensions,
  suspectQuestion,
  suspectsOf,
  type Told,
} from '@pharos/core/incidents/what-changed';
import type { Answer, Question } from '@pharos/core/question';
import type { Answers } from '../../answers/answers.ts';
import type { ProjectScope } from '../../store/scope.ts';

/** Asks what changed in a group of a rule at an incident. A dimension that cannot be answered is left out. */
export async function whatChanged(
  answers: Pick<Answers, 'askAll'>,
  project: ProjectScope,
  rule: { watch: MetricWatch; forSeconds: number },
  incident: { group: readonly string[]; openedMs: number; endedMs: number | null; nowMs: number },
  signal: AbortSignal,
): Promise<WhatChanged> {
  const periods = periodsOf(rule, incident);
  const sides = [periods.before, periods.after];
  const asked = suspectDimensions(rule.watch).flatMap((dimension) => {
    const questions = sides.flatMap((side) => {
      const question = suspectQuestion(rule.watch, incident.group, dimension, side);
      return question === undefined ? [] : [question];
    });
    return questions.length === sides.length ? [{ dimension, questions }] : [];
  });
  const all: Question[] = asked.flatMap(({ questions }) => questions);
  const told = new Map<number, Answer>();
  for await (const outcome of answers.askAll(project, all, signal))
    if ('answer' in outcome) told.set(outcome.index, outcome.answer);
  const answered = asked.flatMap(({ dimension, questions }, i): Told[] => {
    const [before, after] = [told.get(2 * i), told.get(2 * i + 1)];
    const filters = questions[0]?.filters ?? [];
    return before && after ? [{ dimension, filters, before, after }] : [];
  });
  const suspects = suspectsOf(rule.watch.metric, answered);
  return { before: written(periods.before), after: written(periods.after), suspects };
}

const written = ({ fromMs, toMs }: Period) => ({
  from: new Date(fromMs).toISOString(),
  to: new Date(toMs).toISOString(),
});
