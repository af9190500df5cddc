import { HISTORY_LIMITS } from '@pharos/core/api/presence-history';
import { useMemo } from 'react';
import { useStillRange } from '../../../use-still-range.ts';

const DAY_MS = 86_400_000;

/** The page's range as far as presence is told of: its last days. */
export function usePresenceRange(): { from: string; to: string } {
  const { from, to } = useStillRange();
  return useMemo(() => {
    const leastMs = Date.parse(to) - HISTORY_LIMITS.days * DAY_MS;
    return { from: new Date(Math.max(Date.parse(from), leastMs)).toISOString(), to };
  }, [from, to]);
}
