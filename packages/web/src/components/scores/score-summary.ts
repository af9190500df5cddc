import type { Answer } from '@pharos/core/question';

/** What the scores of one name say together. */
export interface NamedScores {
  name: string;
  count: number;
  /** Of those that are numbers. */
  numbers: { count: number; average: number } | undefined;
  /** How often each label was given, the most frequent first; `true` and `false` of a boolean. */
  labels: { label: string; count: number }[];
}

/** For an answer split by `score` and `scoreLabel`: scores without a label are numbers, or texts. */
export function summaryOf(answer: Answer): NamedScores[] {
  const names = new Map<string, NamedScores>();
  for (const { group, other, totals } of answer.series) {
    const [name = '', label = ''] = group;
    const count = totals.scores ?? 0;
    if (other || count === 0) continue;
    const entry = names.get(name) ?? { name, count: 0, numbers: undefined, labels: [] };
    names.set(name, entry);
    entry.count += count;
    const average = totals.scoreAvg ?? null;
    if (label !== '') entry.labels.push({ label, count });
    else if (average !== null) entry.numbers = { count, average };
  }
  const byCount = (a: { count: number }, b: { count: number }) => b.count - a.count;
  for (const { labels } of names.values()) labels.sort(byCount);
  return [...names.values()].sort((a, b) => byCount(a, b) || (a.name < b.name ? -1 : 1));
}

/** The share of yes when the labels are those of a boolean and nothing else. */
export function yesShare({ labels, numbers }: NamedScores): number | undefined {
  const isTruth = labels.length > 0 && labels.every(({ label }) => label === 'true' || label === 'false');
  if (!isTruth || numbers) return undefined;
  const yes = labels.find(({ label }) => label === 'true')?.count ?? 0;
  return yes / labels.reduce((sum, { count }) => sum + count, 0);
}
