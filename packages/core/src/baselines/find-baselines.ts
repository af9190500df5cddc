import type { Baselines, Departure, WatchedSeries } from '../api/baselines.ts';
import type { Answer } from '../question.ts';
import type { Baseline } from '../series/baseline.ts';
import type { InTurns } from '../turns.ts';
import { type Counted, counted, isSilent } from './counted.ts';
import { changeOf, type Found, findDepartures } from './departure.ts';
import { learn } from './learn.ts';
import { howMuchItMatters } from './matters.ts';
import { callsOf, nameOf, shareOf, sumOf } from './share.ts';
import { shownHours, type WatchRange } from './watch-range.ts';
import { type Dimension, WATCHED } from './watched.ts';

const DAY = 86_400_000;

/**
 * What left its band in a range, by the answers to the Questions of a dimension (`watchQuestion`), in their order. Pauses after each
 * series.
 */
export function* findBaselines(
  dimension: Dimension,
  answers: readonly Answer[],
  range: WatchRange,
): InTurns<Baselines> {
  const { questions } = WATCHED[dimension];
  const asked = questions.flatMap((question, i) => {
    const answer = answers[i];
    return answer ? [{ ...question, answer }] : [];
  });
  const calls = callsOf(answers[0], questions[0].ranked, range);
  const series: WatchedSeries[] = [];
  const departures: Departure[] = [];
  for (const { answer, ranked, watched, split } of asked) {
    const starts = (answer.buckets ?? []).map(Date.parse);
    const [hours, first] = [shownHours(starts, range.timeZone), firstShown(starts, range)];
    // Scores may be of steps that are no route.
    const groups = answer.series.filter(
      (group) => !group.other && (split.length === 0 || calls.groups.has(nameOf(group))),
    );
    for (const group of groups) {
      for (const { aspect, metric } of watched) {
        const figures = counted(answer, group, metric, ranked);
        if (isSilent(figures)) continue;
        const named = { value: nameOf(group), aspect, metric, score: group.group[1] ?? null };
        const usual = learn(metric, figures.series.values, hours, first);
        const found = usual ? findDepartures(aspect, figures, usual, range.fromMs) : [];
        const whole = sumOf(answer, answer.series, metric, range);
        const left = found.map((each) => {
          const share = figures.isSum
            ? shareOf(Math.max(each.expected, each.actual), whole)
            : shareOf(calls.of(named.value, each), calls.total);
          return told(each, metric, share, range);
        });
        const [most] = left.sort(byMatters);
        series.push({ ...named, state: usual ? (most ? 'left' : 'usual') : 'tooLittleHistory' });
        if (usual && most)
          departures.push({ ...named, ...most, times: left.length, course: courseOf(figures, usual, first) });
        yield;
      }
    }
  }
  const tooLittleHistory = series.filter(({ state }) => state === 'tooLittleHistory').length;
  return {
    ...{ from: iso(range.fromMs), to: iso(range.toMs) },
    ...{ series, judged: series.length - tooLittleHistory, tooLittleHistory, leftOut: calls.leftOut },
    departures: departures.sort(byMatters),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const byMatters = (a: { matters: number }, b: { matters: number }): number => b.matters - a.matters;

/** A day is shown at least: of the first hours after midnight little is seen. */
function firstShown(starts: readonly number[], { fromMs, toMs }: WatchRange): number {
  const first = starts.findIndex((start) => start >= Math.min(fromMs, toMs - DAY));
  return first < 0 ? starts.length : first;
}

function told(
  { fromMs, toMs, ...figures }: Found,
  metric: string,
  share: number,
  { toMs: endMs }: WatchRange,
) {
  const change = changeOf(metric, figures.direction);
  const matters = howMuchItMatters({ ...figures, share, isBetter: change === 'better' });
  return { ...figures, change, share, matters, from: iso(fromMs), to: iso(toMs), lasting: toMs >= endMs };
}

const courseOf = ({ series }: Counted, { bands }: Baseline, first: number): Departure['course'] => ({
  starts: series.starts.slice(first).map(iso),
  values: series.values.slice(first),
  bands: bands.slice(first),
});
