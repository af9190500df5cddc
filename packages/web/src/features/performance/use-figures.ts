import { parseFilterText } from '@pharos/core/filter-text';
import type { Answer } from '@pharos/core/question';
import { inBuckets } from '@pharos/core/time-range';
import type { UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useQuestion } from '../../api/question.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';

export interface FiguresAsked {
  metrics: readonly string[];
  /** Filter text. */
  filter: string;
  bucketSeconds: number;
}

/** Metrics over the page's time range, with their shape and what they were before; asked once, whoever of a page wants them. */
export function useFigures({ metrics, filter, bucketSeconds }: FiguresAsked): UseQueryResult<Answer> {
  const time = useTimeRange();
  const question = useMemo(() => {
    const { filters, search } = parseFilterText(filter);
    return { metrics: [...metrics], filters, search, ...inBuckets(bucketSeconds, time), compare: true };
  }, [metrics, filter, bucketSeconds, time]);
  return useQuestion(useProject(), question);
}
