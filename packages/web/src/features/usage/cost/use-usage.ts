import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';

const search = z.object({ filter: z.string().max(4096).optional().catch(undefined) });

/** What the page shows, in its address. */
export function useUsage(): { filter: string; setFilter: (filter: string) => void } {
  const [state, set] = useUrlState(search);
  return { filter: state.filter ?? '', setFilter: (filter) => set({ filter }) };
}
