import { type Aspect, type Dimension, WATCHED, watchedOf } from '@pharos/core/baselines/watched';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';

/** Filter text that finds the traces behind a figure of a group. */
export function tracesOf(dimension: Dimension, value: string, aspect: Aspect | undefined): string {
  const filters: Filter[] = [{ field: WATCHED[dimension].field, op: '=', values: [value] }];
  if (aspect === 'errors') filters.push({ field: 'status', op: '=', values: ['error'] });
  return formatFilterText({ filters, search: '' });
}

/** Filter text by which a metric of a group is asked as it is watched: of the same steps, and of one score. */
export function watchedBy(dimension: Dimension, value: string, metric: string, score: string | null): string {
  const found = watchedOf(dimension).find(({ watched }) => watched.metric === metric);
  const filters: Filter[] = [
    { field: WATCHED[dimension].field, op: '=', values: [value] },
    ...(found?.question.filters ?? []),
    ...(score === null ? [] : [{ field: 'score', op: '=' as const, values: [score] }]),
  ];
  return formatFilterText({ filters, search: '' });
}
