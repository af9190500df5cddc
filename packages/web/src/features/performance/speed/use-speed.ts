import { allOf } from '@pharos/core/filter-text';
import { z } from 'zod';
import { bucketFor } from '../../../calendar-buckets.ts';
import { useUrlState } from '../../../url-state.ts';
import { type TimeRange, useTimeRange } from '../../../use-time-range.ts';
import { SUBJECT_NAMES, SUBJECTS, type Subject, type SubjectName } from './subjects.ts';

const search = z.object({
  filter: z.string().max(4096).optional().catch(undefined),
  of: z.enum(SUBJECT_NAMES).catch('requests'),
  by: z.string().max(600).optional().catch(undefined),
});

export interface Speed {
  /** As the reader wrote it. */
  filter: string;
  of: SubjectName;
  subject: Subject;
  by: string;
  time: TimeRange;
  /** What all charts of the subject share. */
  shown: Shown;
  set: (patch: { filter?: string; of?: SubjectName; by?: string | undefined }) => void;
}

export interface Shown {
  /** Of the reader and of the subject. */
  filter: string;
  bucketSeconds: number;
}

/** What the page shows, in its address. */
export function useSpeed(): Speed {
  const [{ filter = '', of, by: asked }, set] = useUrlState(search);
  const time = useTimeRange();
  const subject: Subject = SUBJECTS[of];
  const by = subject.splits.find((name) => name === asked) ?? subject.splits[0];
  const shown = { filter: allOf(filter, subject.filter), bucketSeconds: bucketFor(time) };
  return { filter, of, subject, by, time, shown, set };
}
