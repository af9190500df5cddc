import type { StoredAlertDocument } from '@pharos/core/api/alerts';
import { useQuery } from '@tanstack/react-query';
import { shiftsQuery } from '../../../api/schedules.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { ShiftRows } from './ShiftRows.tsx';
import { useNames } from './use-names.ts';
import { useTwoWeeks } from './use-two-weeks.ts';

interface ShiftsProps {
  project: string;
  schedule: StoredAlertDocument<'schedule'>;
}

/** Who has a schedule that is kept. */
export function Shifts({ project, schedule: { id, timeZone } }: ShiftsProps) {
  const { people } = useNames(project);
  const range = useTwoWeeks(timeZone);
  const { fromMs, toMs } = range;
  const asked = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  const query = useQuery(shiftsQuery(project, id, asked));
  if (query.isError) return <PartError error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={2} />;
  return <ShiftRows shifts={query.data} {...{ people, range, timeZone }} />;
}
