import { canonical } from '@pharos/core/canonical';
import { isSent } from '@pharos/core/metric-points/named';
import { isOfFirstCall, isOfScores, metricNamed } from '@pharos/core/metrics';
import type { Answer, Question, Series } from '@pharos/core/question';
import { rolledUp } from '../store/telemetry/rollups/rollups.ts';

/** What is asked of the store, and for whom: places in the list of Questions. */
export interface Asked {
  question: Question;
  takers: number[];
}

/** More in one statement would only be answered later. */
const MAX_METRICS = 16;

/**
 * The fewest Questions that answer a page. Those that differ by metrics alone look at the same rows, so they are asked as
 * one; with dimensions their first metric must be the same too, since it ranks the groups and says which are left out.
 */
export function planPage(questions: readonly Question[]): Asked[] {
  const plan: Asked[] = [];
  const open = new Map<string, Asked>();
  questions.forEach((question, index) => {
    const key = rowsKey(question);
    const asked = open.get(key);
    const metrics = [...new Set([...(asked?.question.metrics ?? []), ...question.metrics])];
    if (asked && metrics.length <= MAX_METRICS) {
      asked.question = { ...asked.question, metrics };
      asked.takers.push(index);
      return;
    }
    const alone = { question, takers: [index] };
    open.set(key, alone);
    plan.push(alone);
  });
  return plan;
}

/** Equal for Questions whose answers differ by their metrics alone. */
function rowsKey({ metrics, ...rest }: Question): string {
  const [first = ''] = metrics;
  const over = sourceOf(metrics);
  // What a rollup answers is not to wait for what it cannot.
  const rollup = rolledUp({ metrics, ...rest })?.rollup.fields;
  return canonical([rest, over, rest.dimensions.length === 0 ? undefined : first, rollup]);
}

/** Where the rows are that a Question looks at. */
function sourceOf(metrics: readonly string[]): 'points' | 'scores' | 'firstCalls' | 'spans' {
  if (metrics.some(isSent)) return 'points';
  const known = metrics.flatMap((name) => metricNamed(name) ?? []);
  if (known.some(isOfScores)) return 'scores';
  return known.some(isOfFirstCall) ? 'firstCalls' : 'spans';
}

/** What a Question asked of an answer that may hold more metrics than that. */
export function takenFrom(answer: Answer, { metrics }: Question): Answer {
  return { ...answer, series: answer.series.map((each) => only(each, metrics)) };
}

function only({ group, other, totals, exact, previous, points, previousPoints }: Series, metrics: string[]) {
  return {
    group,
    other,
    totals: picked(totals, metrics),
    exact: picked(exact, metrics),
    ...(previous && { previous: picked(previous, metrics) }),
    ...(points && { points: picked(points, metrics) }),
    ...(previousPoints && { previousPoints: picked(previousPoints, metrics) }),
  };
}

function picked<Value>(from: Record<string, Value>, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(
    names.flatMap((name): [string, Value][] => {
      const value = from[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
