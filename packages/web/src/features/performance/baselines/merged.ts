import type { Baselines, Departure, WatchedSeries } from '@pharos/core/api/baselines';
import type { Aspect, Dimension } from '@pharos/core/baselines/watched';

export type OfDimension<Item> = Item & { dimension: Dimension };

/** What is watched of one group, by what it is. */
export interface WatchedGroup {
  dimension: Dimension;
  value: string;
  series: ReadonlyMap<Aspect, readonly WatchedSeries[]>;
}

export interface Merged {
  /** Of all dimensions, those that matter most first. */
  departures: OfDimension<Departure>[];
  groups: WatchedGroup[];
  judged: number;
  tooLittleHistory: number;
  leftOut: { dimension: Dimension; share: number }[];
  /** The end of the last hour that is judged, ms since 1970; `none` of it is over yet. */
  untilMs: number;
  isNoneOver: boolean;
}

/** What several dimensions tell, as one. */
export function merged(answers: readonly OfDimension<Baselines>[]): Merged {
  const [first] = answers;
  return {
    departures: answers
      .flatMap(({ dimension, departures }) => departures.map((each) => ({ ...each, dimension })))
      .sort((a, b) => b.matters - a.matters),
    groups: answers.flatMap(({ dimension, series }) => groupsOf(dimension, series)),
    judged: answers.reduce((sum, { judged }) => sum + judged, 0),
    tooLittleHistory: answers.reduce((sum, { tooLittleHistory }) => sum + tooLittleHistory, 0),
    leftOut: answers
      .filter(({ leftOut }) => leftOut > 0)
      .map(({ dimension, leftOut }) => ({ dimension, share: leftOut })),
    untilMs: Date.parse(first?.to ?? ''),
    isNoneOver: first !== undefined && first.from === first.to,
  };
}

function groupsOf(dimension: Dimension, series: readonly WatchedSeries[]): WatchedGroup[] {
  const groups = new Map<string, Map<Aspect, WatchedSeries[]>>();
  for (const each of series) {
    const aspects = groups.get(each.value) ?? new Map<Aspect, WatchedSeries[]>();
    aspects.set(each.aspect, [...(aspects.get(each.aspect) ?? []), each]);
    groups.set(each.value, aspects);
  }
  return [...groups].map(([value, aspects]) => ({ dimension, value, series: aspects }));
}

const WORST = ['left', 'usual', 'tooLittleHistory'] as const;

/** Of several scores, the one that is to be looked at first. */
export const worstOf = (series: readonly WatchedSeries[]): WatchedSeries | undefined =>
  [...series].sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state))[0];
