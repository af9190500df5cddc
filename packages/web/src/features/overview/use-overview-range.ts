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
  /** For charts whose bars are stacked or narrow, and for percentiles. */
  coarse: Asked & { bucketSeconds: number };
}

function bucketed(time: TimeRange, most: number) {
  const seconds = bucketSeconds(time, most);
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
    const fine = bucketed(time, 96);
    return { time, fine, coarse: bucketed(time, 32), whole: { from: fine.from, to: fine.to } };
  }, [time]);
}
