import type { QuestionInput } from '@pharos/core/question';
import { useMemo } from 'react';
import { alignedTo, bucketSeconds } from '../../time-range.ts';
import { type TimeRange, useTimeRange } from '../../use-time-range.ts';

/** The page's range, begun at a bucket's edge, as the part that all its Questions share. */
export interface OverviewRange {
  time: TimeRange;
  seconds: number;
  /** One figure for the range. */
  whole: Pick<QuestionInput, 'from' | 'to'>;
  /** One figure a bucket. */
  bucketed: Pick<QuestionInput, 'from' | 'to' | 'bucketSeconds'>;
}

export function useOverviewRange(): OverviewRange {
  const time = useTimeRange();
  return useMemo(() => {
    const seconds = bucketSeconds(time, 96);
    const { fromMs, toMs } = alignedTo(seconds, time);
    const whole = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
    return { time, seconds, whole, bucketed: { ...whole, bucketSeconds: seconds } };
  }, [time]);
}
