import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';
import { useSteppedList } from '../use-stepped-list.ts';

const search = z.object({
  filter: z.string().max(4096).optional().catch(undefined),
  saving: z.string().max(80).optional().catch(undefined),
});

/** What the page shows, from its address. */
export function useSavings() {
  const [state, set] = useUrlState(search);
  const filter = state.filter ?? '';
  return {
    list: useSteppedList(filter),
    filter,
    setFilter: (next: string) => set({ filter: next }),
    open: state.saving,
    setOpen: (key: string | undefined) => set({ saving: key }),
  };
}
