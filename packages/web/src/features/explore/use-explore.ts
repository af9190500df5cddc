import { useCallback, useMemo } from 'react';
import { useUrlState } from '../../url-state.ts';
import { fitted } from '../../widgets/asking/fit.ts';
import { type ExploreState, exploreParams, readExplore, writeExplore } from './address.ts';

export interface Explore {
  state: ExploreState;
  /** Goes to the changed state, a step that the back button undoes. What no longer fits is left out. */
  change: (patch: Partial<ExploreState>) => void;
}

/** What the page explores, in its address. */
export function useExplore(): Explore {
  const [params, set] = useUrlState(exploreParams);
  const state = useMemo(() => readExplore(params), [params]);
  const change = useCallback(
    (patch: Partial<ExploreState>) => {
      const next = { ...state, ...patch };
      set(writeExplore({ ...next, ...fitted(next) }));
    },
    [state, set],
  );
  return { state, change };
}
