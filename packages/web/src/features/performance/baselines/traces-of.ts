import { type Aspect, type Dimension, WATCHED } from '@pharos/core/baselines/watched';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';

/** Filter text that finds the traces behind a figure of a group. */
export function tracesOf(dimension: Dimension, value: string, aspect: Aspect | undefined): string {
  const filters: Filter[] = [{ field: WATCHED[dimension].field, op: '=', values: [value] }];
  if (aspect === 'errors') filters.push({ field: 'status', op: '=', values: ['error'] });
  return formatFilterText({ filters, search: '' });
}
