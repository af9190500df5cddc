import { parseFilterText } from '@pharos/core/filter-text';
import { useCallback, useMemo } from 'react';
import { z } from 'zod';
import { useUrlState } from '../../../url-state.ts';
import { useStillRange } from '../../../use-still-range.ts';
import { MOST_PLANS, type Plan, readPlans, writePlans } from './plan.ts';

const search = z.object({
  filter: z.string().max(4096).optional().catch(undefined),
  if: z.string().max(4096).optional().catch(undefined),
  compare: z.string().max(520).optional().catch(undefined),
  with: z.string().max(512).optional().catch(undefined),
});

/** In an address: of no provider, which is not the same as of those that the page chooses. */
const NOBODY = '-';

export interface WhatIfState {
  filter: string;
  plans: readonly Plan[];
  /** Whether all models are compared; whose calls is then said by the first plan. */
  isComparing: boolean;
  /** Providers whose models are compared; undefined: as the page chooses. */
  providers: readonly string[] | undefined;
}

/** What the tab asks, in its address. */
export function useWhatIf() {
  const [params, set] = useUrlState(search);
  const range = useStillRange();
  const filter = params.filter ?? '';
  const plans = useMemo(() => readPlans(params.if), [params.if]);
  const asked = useMemo(() => {
    const { filters, search: words } = parseFilterText(filter);
    return { ...range, filters, search: words };
  }, [filter, range]);
  const state: WhatIfState = {
    ...{ filter, plans },
    isComparing: params.compare !== undefined,
    providers: params.with?.split(',').filter((each) => each !== '' && each !== NOBODY),
  };
  const setPlans = useCallback(
    (next: readonly Plan[], replace = false) =>
      set({ if: writePlans(next.slice(0, MOST_PLANS)) }, { replace }),
    [set],
  );
  const setProviders = useCallback(
    (next: readonly string[]) => set({ with: next.join(',') || NOBODY }),
    [set],
  );
  return { state, range, asked, set, setPlans, setProviders };
}
export type UseWhatIf = ReturnType<typeof useWhatIf>;
