import { momentsOf } from '@pharos/core/alerts/backtest';
import { type Episode, replay } from '@pharos/core/alerts/replay';
import type { RuleInput } from '@pharos/core/alerts/rule';
import type { MetricWatch } from '@pharos/core/alerts/watch';
import type { Answer } from '@pharos/core/question';

/** A rule that watches a metric. */
export type MetricRule = RuleInput & { watch: MetricWatch };

/** When a rule would have fired by the figures of an answer, told again and again while its limit moves. */
export function episodesOf(rule: MetricRule, answer: Answer, fromMs: number): Episode[] {
  return replay(rule, momentsOf(rule.watch, answer, fromMs)).episodes;
}

/** The part of an answer from a time on; what was asked to learn what is usual is not shown. */
export function since(answer: Answer, fromMs: number): Answer {
  const all = answer.buckets ?? [];
  const first = all.findIndex((start) => Date.parse(start) >= fromMs);
  if (first <= 0) return answer;
  const cut = ({ points = {}, ...series }: Answer['series'][number]) => ({
    ...series,
    points: Object.fromEntries(
      Object.entries(points).map(([metric, values]) => [metric, values.slice(first)]),
    ),
  });
  return { ...answer, buckets: all.slice(first), series: answer.series.map(cut) };
}

/** Where a limit may be moved: from 0 or the least of what was seen to a fifth beyond the most, in a hundred steps and more. */
export function slideOf(answer: Answer, metric: string, limit: number) {
  let [least, most] = [Math.min(0, limit), limit];
  for (const { points } of answer.series)
    for (const value of points?.[metric] ?? []) {
      if (value === null) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  const max = most === least ? least + 1 : most + (most - least) / 5;
  const step = 10 ** Math.floor(Math.log10((max - least) / 100));
  return { min: Math.floor(least / step) * step, max: Math.ceil(max / step) * step, step };
}
