import type { Answer } from '../question.ts';
import type { Series } from './series.ts';

/**
 * What an answer in buckets tells of one metric, as a series to judge by. Before the first figure nothing was watched,
 * which is no 0; what is not over yet is not known either. Figures of the one group that is asked for, the first unless said.
 */
export function observed(answer: Answer, metric: string, nowMs: number, group = answer.series[0]): Series {
  const width = (answer.bucketSeconds ?? 0) * 1000;
  const starts = (answer.buckets ?? []).map((start) => Date.parse(start));
  const points = group?.points?.[metric] ?? [];
  const first = points.findIndex((value) => value !== null && value !== 0);
  const values = starts.map((start, i) =>
    first < 0 || i < first || start + width > nowMs ? null : (points[i] ?? null),
  );
  return { starts, values };
}
