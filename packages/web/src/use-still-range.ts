import { useMemo } from 'react';
import { useTimeRange } from './use-time-range.ts';

/**
 * The page's time range as it was when it was chosen, ISO 8601: for what is dear to ask or must not change under a
 * reader while the clock goes on.
 */
export function useStillRange(): { from: string; to: string } {
  const time = useTimeRange();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the range as chosen, not as it moves on
  return useMemo(() => ({ from: time.from, to: time.to }), [time.search.from, time.search.to]);
}
