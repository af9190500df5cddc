import { INTERVALS, type Interval } from '@pharos/core/behaviour/calendar';
import { z } from 'zod';
import { useZone } from '../../format/zone.ts';
import { useUrlState } from '../../url-state.ts';
import { useTimeRange } from '../../use-time-range.ts';

const DAY_MS = 86_400_000;
const search = z.object({ by: z.enum(INTERVALS).optional().catch(undefined) });

/** How long a day or a week is, where no clocks change. */
export const intervalMs = (interval: Interval): number => (interval === 'day' ? 1 : 7) * DAY_MS;

/** Days or weeks, from the address; left out, whichever gives as many as can be told apart. */
export function useInterval(mostDays: number): [Interval, (next: Interval) => void] {
  const { fromMs, toMs } = useTimeRange();
  const [{ by }, set] = useUrlState(search);
  const fits = toMs - fromMs <= mostDays * DAY_MS ? 'day' : 'week';
  return [by ?? fits, (next) => set({ by: next === fits ? undefined : next })];
}

/** The page's range and whose days it has; at most its last so many days. */
export function useZonedRange(mostDays: number): {
  from: string;
  to: string;
  timeZone: string;
  cut: boolean;
} {
  const { fromMs, toMs } = useTimeRange();
  const timeZone = useZone();
  const leastMs = toMs - mostDays * DAY_MS;
  return {
    from: new Date(Math.max(fromMs, leastMs)).toISOString(),
    to: new Date(toMs).toISOString(),
    timeZone,
    cut: fromMs < leastMs,
  };
}
