import { useQuery } from '@tanstack/react-query';
import { isFailure } from '../../../api/failure.ts';
import { reportTimesQuery } from '../../../api/reports.ts';
import { useSettled } from '../../../use-settled.ts';
import { type ReportForm, timesAsked } from './report-form.ts';

/** Until typing rests. */
const WAIT_MS = 300;

export interface NextTimes {
  /** ISO 8601; undefined while they are not known. */
  times: readonly string[] | undefined;
  timeZone: string;
  isStale: boolean;
  /** The API knows no such schedule. */
  isRefused: boolean;
  error: unknown;
}

/** When the schedule that is typed would have the report made. */
export function useNextTimes(project: string, form: ReportForm): NextTimes {
  const wanted = JSON.stringify(timesAsked(form) ?? null);
  const settled = useSettled(wanted, WAIT_MS);
  const asked = JSON.parse(settled) as ReturnType<typeof timesAsked> | null;
  const query = useQuery({
    ...reportTimesQuery(project, asked?.schedule ?? { every: 'day', at: '00:00' }, asked?.timeZone ?? 'UTC'),
    enabled: asked !== null,
  });
  const isRefused = settled === wanted && isFailure(query.error, 400);
  return {
    times: wanted === 'null' || query.isError ? undefined : query.data,
    timeZone: asked?.timeZone ?? 'UTC',
    isStale: settled !== wanted || query.isPlaceholderData,
    isRefused,
    error: isRefused ? null : query.error,
  };
}
