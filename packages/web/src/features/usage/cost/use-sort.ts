import { z } from 'zod';
import type { Sort } from '../../../components/Table.tsx';
import { useUrlState } from '../../../url-state.ts';
import type { Measure } from './use-usage.ts';

const search = z.object({
  sort: z
    .string()
    .regex(/^[A-Za-z]{1,20}\.(asc|desc)$/)
    .optional()
    .catch(undefined),
});

/** By what the table is sorted, in the address; by the measure unless said. */
export function useSort(measure: Measure): [Sort, (sort: Sort) => void] {
  const [{ sort }, set] = useUrlState(search);
  const [column = measure, direction] = sort?.split('.') ?? [];
  const current: Sort = { column, direction: direction === 'asc' ? 'asc' : 'desc' };
  return [current, (next) => set({ sort: `${next.column}.${next.direction}` }, { replace: true })];
}
