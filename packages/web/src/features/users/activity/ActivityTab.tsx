import { MOST_DAYS } from '@pharos/core/api/behaviour';
import type { Interval } from '@pharos/core/behaviour/calendar';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { activityQuery } from '../../../api/behaviour.ts';
import { Charts } from '../../../charts/kit/context.ts';
import { createHover } from '../../../charts/kit/hover.ts';
import { Segmented } from '../../../components/Segmented.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { useInterval, useZonedRange } from '../use-periods.ts';
import { ActiveUsers, NewAndReturning } from './ActiveUsers.tsx';
import { ActivityFigures } from './ActivityFigures.tsx';
import { Concurrency } from './Concurrency.tsx';
import { Feedback } from './Feedback.tsx';
import { NoUsers } from './NoUsers.tsx';
import { activityTexts } from './texts.ts';
import { WeekByHours } from './WeekByHours.tsx';

/** Over so many days one sees days, over more weeks. */
const DAYS_FIT = 62;

/** How many users come, how often, when, and how many at once. */
export function ActivityTab() {
  const t = useTexts(activityTexts);
  const format = useFormat();
  const project = useProject();
  const { set } = useTimeRange();
  const [interval, setInterval] = useInterval(DAYS_FIT);
  const { cut: _, ...range } = useZonedRange(MOST_DAYS.activity);
  const query = useQuery(activityQuery(project, { ...range, interval }));
  const since = query.data?.since;
  const nobody = query.data?.periods.every(({ active, monthly }) => active + monthly === 0) ?? false;
  const charts = useMemo(
    () => ({
      hover: createHover(),
      marks: [],
      onZoom: (fromMs: number, toMs: number) =>
        set({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() }),
    }),
    [set],
  );
  return (
    <Charts value={charts}>
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Segmented<Interval>
            label={t('by')}
            value={interval}
            onChange={setInterval}
            options={[
              { value: 'day', label: t('day') },
              { value: 'week', label: t('week') },
            ]}
          />
          {since && (
            <span className="text-xs text-muted">
              {t('since', { time: format.dateTime(Date.parse(since)) })}
            </span>
          )}
        </div>
        {nobody ? (
          <NoUsers ever={since !== null} />
        ) : (
          <>
            <ActivityFigures query={query} interval={interval} />
            <div className="grid grid-cols-1 gap-x-8 gap-y-5 xl:grid-cols-2">
              <ActiveUsers query={query} interval={interval} />
              <NewAndReturning query={query} interval={interval} />
            </div>
          </>
        )}
        {/* Runs need no user. */}
        <Concurrency />
        {!nobody && <WeekByHours />}
        <Feedback />
      </div>
    </Charts>
  );
}
