import type { ComparedModel } from '@pharos/core/api/reconcile';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';
import { nextDay, startOfDay } from '@pharos/core/reconcile/zone';
import type { LinkProps } from '@tanstack/react-router';

/** Everything that a link to the traces behind a figure has to know. */
export interface Behind {
  project: string;
  /** Where days begin. */
  zone: string;
  /** Which spans count at all. */
  filters: readonly Filter[];
}

/** The traces of models on one day, or on the days from one to another. Without models those of all. */
export function tracesLink(
  { project, zone, filters }: Behind,
  models: readonly Pick<ComparedModel, 'measuredNames'>[],
  from: string,
  to = from,
): LinkProps {
  const values = models.flatMap(({ measuredNames }) => measuredNames).slice(0, 50);
  const ofModels: Filter[] = values.length === 0 ? [] : [{ field: 'model', op: '=', values }];
  return {
    to: '/p/$project/traces',
    params: { project },
    search: {
      from: new Date(startOfDay(from, zone)).toISOString(),
      to: new Date(startOfDay(nextDay(to), zone)).toISOString(),
      filter: formatFilterText({ filters: [...filters, ...ofModels], search: '' }),
    },
  };
}
