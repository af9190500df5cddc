import { parseFilterText } from '@pharos/core/filter-text';
import type { QuestionInput } from '@pharos/core/question';
import { inBuckets } from '@pharos/core/time-range';
import { useMemo } from 'react';
import { z } from 'zod';
import { bucketFor } from '../../../calendar-buckets.ts';
import { useUrlState } from '../../../url-state.ts';
import { type TimeRange, useTimeRange } from '../../../use-time-range.ts';

/** What spending may be split by. */
export const SPLITS = [
  'model',
  'provider',
  'user',
  'agent',
  'promptVersion',
  'session',
  'tag',
  'environment',
  'release',
  'apiKey',
] as const;
export type Split = (typeof SPLITS)[number];
export const MEASURES = ['cost', 'tokens'] as const;
export type Measure = (typeof MEASURES)[number];

const search = z.object({
  filter: z.string().max(4096).optional().catch(undefined),
  by: z.enum(SPLITS).catch('model'),
  measure: z.enum(MEASURES).catch('cost'),
});

/** The part of a Question that all of the page share: of which spans, when, in which buckets. */
export type Asked = Pick<QuestionInput, 'filters' | 'search'> & ReturnType<typeof inBuckets>;

export interface Usage {
  filter: string;
  by: Split;
  measure: Measure;
  time: TimeRange;
  asked: Asked;
  set: (patch: { filter?: string; by?: Split; measure?: Measure }) => void;
}

/** What the page shows, in its address. */
export function useUsage(): Usage {
  const [{ filter = '', by, measure }, setUrl] = useUrlState(search);
  const time = useTimeRange();
  const asked = useMemo(() => {
    const { filters, search: words } = parseFilterText(filter);
    return { filters, search: words, ...inBuckets(bucketFor(time), time) };
  }, [filter, time]);
  return { filter, by, measure, time, asked, set: setUrl };
}
