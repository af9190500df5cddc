import { bucketSeconds, inBuckets } from '@pharos/core/time-range';
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
  fine: ReturnType<typeof inBuckets>;
}

const MOST_BUCKETS = 96;

export function useOverviewRange(): OverviewRange {
  const time = useTimeRange();
  return useMemo(() => {
    const fine = inBuckets(bucketSeconds(time, MOST_BUCKETS), time);
    return { time, fine, whole: { from: fine.from, to: fine.to } };
  }, [time]);
}
