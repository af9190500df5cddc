import { alignedTo, bucketSeconds } from '@pharos/core/time-range';
import { useMemo } from 'react';
import { type TimeRange, useTimeRange } from '../../use-time-range.ts';

interface Asked {
  from: string;
  to: string;
}

/** The page's range as the part that its Questions share. Each begins at an edge of its own buckets. */
export interface OverviewRange {
  time: TimeRange;
  /** One figure for the range: the same one that the fine buckets cover. */
  whole: Asked;
  /** For wide charts and sparklines. */
  fine: Asked & { bucketSeconds: number };
}

const MOST_BUCKETS = 96;

function bucketed(time: TimeRange) {
  const seconds = bucketSeconds(time, MOST_BUCKETS);
  const { fromMs, toMs } = alignedTo(seconds, time);
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    bucketSeconds: seconds,
  };
}

export function useOverviewRange(): OverviewRange {
  const time = useTimeRange();
  return useMemo(() => {
    const fine = bucketed(time);
    return { time, fine, whole: { from: fine.from, to: fine.to } };
  }, [time]);
}
