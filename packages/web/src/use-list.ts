import { useMemo } from 'react';
import { z } from 'zod';
import type { ListOf } from './api/telemetry.ts';
import { useUrlState } from './url-state.ts';
import { useTimeRange } from './use-time-range.ts';

const listSearch = z.object({ filter: z.string().max(4096).optional().catch(undefined) });

/**
 * What a page's list shows, from the address. A relative range is taken when it is chosen and stands still then: pages
 * and their cursors belong together.
 */
export function useList(): { list: ListOf; filter: string; setFilter: (text: string) => void } {
  const time = useTimeRange();
  const [search, set] = useUrlState(listSearch);
  const filter = search.filter ?? '';
  const relative = 'token' in time.range;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range as chosen, not as it moves on
  const list = useMemo(
    () => ({ filter, from: time.from, to: relative ? '' : time.to }),
    [filter, time.search.from, time.search.to],
  );
  return { list, filter, setFilter: (text) => set({ filter: text }) };
}
