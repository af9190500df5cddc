import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';
import type { Compared } from './reconcile-api.ts';

const text = z.string().max(4096).optional().catch(undefined);
const search = z.object({
  statement: text,
  zone: text,
  filter: text,
  /** Pairs of names that mean the same model, one a line. */
  same: text,
  by: z.enum(['cost', 'tokens', 'requests']).optional().catch(undefined),
});

export type Measure = 'cost' | 'tokens' | 'requests';

/** What the page shows, in its address. */
export function useReconcile() {
  const [{ statement, zone, filter = '', same, by }, set] = useUrlState(search);
  const pairs = same ? same.split('\n') : [];
  const compared: Compared = { ...(zone ? { zone } : {}), filter, same: pairs };
  return {
    ...{ statement, compared, by },
    open: (id: string | undefined) => set({ statement: id, zone: undefined, same: undefined, by: undefined }),
    setZone: (next: string) => set({ zone: next }),
    setFilter: (next: string) => set({ filter: next }),
    setBy: (next: Measure) => set({ by: next }, { replace: true }),
    addSame: (more: readonly string[]) => set({ same: [...new Set([...pairs, ...more])].join('\n') }),
    clearSame: () => set({ same: undefined }),
  };
}
