import {
  parseRange,
  type Range,
  type RangeSearch,
  rangeSearch,
  resolveRange,
  tickMs,
} from '@pharos/core/time-range';
import { zoneOffsetMs } from '@pharos/core/zone';
import { createContext, use, useCallback, useMemo, useSyncExternalStore } from 'react';
import { useZone } from './format/zone.ts';
import { useUrlState } from './url-state.ts';

const subscribeEvery = (ms: number) => (listener: () => void) => {
  if (ms === 0) return () => {};
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') listener();
  }, ms);
  document.addEventListener('visibilitychange', listener);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', listener);
  };
};

/** The present, rounded down to `everyMs`, so that all parts of a page that ask get the same answer. 0: stands still. */
export function useNow(everyMs: number): number {
  const subscribe = useMemo(() => subscribeEvery(everyMs), [everyMs]);
  const snapshot = useCallback(
    () => (everyMs === 0 ? 0 : Math.floor(Date.now() / everyMs) * everyMs),
    [everyMs],
  );
  return useSyncExternalStore(subscribe, snapshot);
}

export interface TimeRange {
  range: Range;
  fromMs: number;
  toMs: number;
  /** How far the clocks of the reader's zone are ahead of UTC, at the end of the range. */
  zoneOffsetSeconds: number;
  /** ISO 8601, as the API takes them. */
  from: string;
  to: string;
  /** What a link has to carry to show the same range. */
  search: RangeSearch;
  set: (search: RangeSearch) => void;
}

/** For a page that says itself with what range it opens and when its time moves on. */
export interface PageTime {
  /** A length of time up to now, while the address names none. */
  opensWith: string;
  nowMs: number;
}
export const PageTimeContext = createContext<PageTime | undefined>(undefined);

/** The page's time range, from the URL. A relative range moves on by itself. */
export function useTimeRange(): TimeRange {
  const page = use(PageTimeContext);
  const [search, setSearch] = useUrlState(rangeSearch);
  const { from, to } = search;
  const opensWith = page?.opensWith;
  const range = useMemo(() => parseRange({ from: from ?? opensWith, to }), [from, to, opensWith]);
  const every = page ? 0 : tickMs(range);
  const ticked = useNow(every) + every;
  const now = page?.nowMs ?? ticked;
  const zone = useZone();
  return useMemo(() => {
    const { fromMs, toMs } = resolveRange(range, now);
    return {
      range,
      fromMs,
      toMs,
      zoneOffsetSeconds: zoneOffsetMs(toMs, zone) / 1000,
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      search: { from, to },
      set: (next: RangeSearch) => setSearch({ from: next.from, to: next.to }),
    };
  }, [range, now, zone, from, to, setSearch]);
}
