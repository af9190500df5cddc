import type { BaselineWeek } from '../api/baselines.ts';
import type { Answer } from '../question.ts';
import { counted } from './counted.ts';
import { learn } from './learn.ts';
import { shownHours, type weekRange } from './watch-range.ts';
import type { WatchQuestion } from './watched.ts';

const HOUR = 3_600_000;

/** The week of usual of the one group of an answer, with the present week over it as far as it is known. */
export function findWeek(
  answer: Answer,
  { ranked }: Pick<WatchQuestion, 'ranked'>,
  metric: string,
  { fromMs, toMs, endMs, timeZone }: ReturnType<typeof weekRange>,
): BaselineWeek {
  const group = answer.series.find(({ other }) => !other);
  const known = group && counted(answer, group, metric, ranked).series;
  const begun = (answer.buckets ?? []).map(Date.parse);
  const toCome: number[] = [];
  for (let at = toMs; at < endMs; at += HOUR) toCome.push(at);
  const starts = [...begun, ...toCome];
  const values = starts.map((_, i) => known?.values[i] ?? null);
  const first = begun.filter((start) => start < fromMs).length;
  const usual = learn(metric, values, shownHours(starts, timeZone), first);
  return {
    starts: starts.slice(first).map((start) => new Date(start).toISOString()),
    values: values.slice(first),
    bands: usual ? usual.bands.slice(first) : starts.slice(first).map(() => null),
    season: usual?.season ?? 'none',
  };
}
