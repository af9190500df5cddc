import type { Answer, Series as Group } from '../question.ts';

type Range = { fromMs: number; toMs: number };

export const nameOf = ({ group }: Group): string => group[0] ?? '';

/** The sum of a metric over groups and the hours of a range, in ms since 1970. */
export function sumOf(
  { buckets = [] }: Pick<Answer, 'buckets'>,
  groups: readonly Group[],
  metric: string,
  { fromMs, toMs }: Range,
): number {
  const within = buckets.flatMap((start, i) => {
    const at = Date.parse(start);
    return at >= fromMs && at < toMs ? [i] : [];
  });
  return groups.reduce(
    (sum, { points }) => within.reduce((all, i) => all + (points?.[metric]?.[i] ?? 0), sum),
    0,
  );
}

/** A part of a whole, which is no less than the part: more may have been expected than there was. */
export const shareOf = (part: number, whole: number): number => (part > 0 ? part / Math.max(part, whole) : 0);

/** What the groups of a dimension did in a range, by the Question that counts it. */
export interface Calls {
  /** Those that did anything, now or before. */
  groups: ReadonlySet<string>;
  total: number;
  /** The share of smaller groups, which are one in the answer. */
  leftOut: number;
  of(group: string, range: Range): number;
}

export function callsOf(answer: Answer | undefined, ranked: string, range: Range): Calls {
  const { series = [], buckets = [] } = answer ?? {};
  const sum = (groups: readonly Group[], within = range) => sumOf({ buckets }, groups, ranked, within);
  const named = series.filter(({ other, totals }) => !other && (totals[ranked] ?? 0) > 0);
  const total = sum(series);
  return {
    groups: new Set(named.map(nameOf)),
    total,
    leftOut: shareOf(sum(series.filter(({ other }) => other)), total),
    of: (group, { fromMs, toMs }) =>
      sum(
        named.filter((each) => nameOf(each) === group),
        { fromMs: Math.max(fromMs, range.fromMs), toMs },
      ),
  };
}
