import { isTimeZone, momentAt, zoneOffsetMs } from '@pharos/core/zone';
import { useMemo } from 'react';
import { useNow } from '../../../use-time-range.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const DAYS = 14;

/** Today and the days after it, each by its beginning on the clocks of a zone. */
export interface TwoWeeks {
  now: number;
  days: number[];
  fromMs: number;
  toMs: number;
}

/** Two weeks from today on; of a zone that is none, those of UTC. */
export function useTwoWeeks(named: string): TwoWeeks {
  const now = useNow(MINUTE);
  return useMemo(() => {
    const timeZone = isTimeZone(named) ? named : 'UTC';
    const dayMs = Math.floor((now + zoneOffsetMs(now, timeZone)) / DAY) * DAY;
    const days = Array.from({ length: DAYS }, (_, i) => momentAt(dayMs + i * DAY, timeZone));
    return { now, days, fromMs: days[0] ?? now, toMs: momentAt(dayMs + DAYS * DAY, timeZone) };
  }, [now, named]);
}
