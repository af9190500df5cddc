import type { Activity } from '@pharos/core/api/behaviour';
import type { Interval } from '@pharos/core/behaviour/calendar';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import type { UseQueryResult } from '@tanstack/react-query';
import { DataTable } from '../../../charts/kit/DataTable.tsx';
import type { ChartSeries, TimeSeriesMode } from '../../../charts/time-series/layout.ts';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { timeTable } from '../../../charts/time-series/table.ts';
import { QueryPanel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { common } from '../../../i18n/common.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { intervalMs } from '../use-periods.ts';
import { activityTexts } from './texts.ts';

const HEIGHT = 220;

interface ActiveUsersProps {
  query: UseQueryResult<Activity>;
  interval: Interval;
}

type Line = Omit<ChartSeries, 'points'> & { of: (period: Activity['periods'][number]) => number };

/** Users of each period, of the 7 and of the 30 days up to its end. */
export function ActiveUsers({ query, interval }: ActiveUsersProps) {
  const t = useTexts(activityTexts);
  const lines: Line[] = [
    { name: 'monthly', label: t('monthly'), color: 'var(--series-4)', of: ({ monthly }) => monthly },
    { name: 'weekly', label: t('weekly'), color: 'var(--series-2)', of: ({ weekly }) => weekly },
    {
      name: 'active',
      label: t(interval === 'day' ? 'daily' : 'weeklyActive'),
      color: 'var(--series-1)',
      of: ({ active }) => active,
    },
  ];
  const note = t('activeNote', { period: t(interval === 'day' ? 'theDay' : 'theWeek') });
  return <OverTime title={t('active')} {...{ note, query, interval, lines }} mode="line" />;
}

/** Who came for the first time, and who had been there before. */
export function NewAndReturning({ query, interval }: ActiveUsersProps) {
  const t = useTexts(activityTexts);
  const lines: Line[] = [
    {
      name: 'returning',
      label: t('returning'),
      color: 'var(--series-1)',
      of: ({ returning }) => returning,
    },
    { name: 'new', label: t('newUsers'), color: 'var(--series-2)', of: (period) => period.new },
  ];
  return (
    <OverTime title={t('newAndReturning')} note={t('newNote')} {...{ query, interval, lines }} mode="bars" />
  );
}

interface OverTimeProps extends ActiveUsersProps {
  title: string;
  note: string;
  lines: readonly Line[];
  mode: TimeSeriesMode;
}

function OverTime({ title, note, query, interval, lines, mode }: OverTimeProps) {
  const c = useTexts(common);
  const format = useFormat();
  return (
    <QueryPanel title={title} note={note} query={query} height={HEIGHT} tableToggle>
      {({ periods, since }, asTable) => {
        const buckets = periods.map(({ start }) => Date.parse(start));
        const bucketMs = intervalMs(interval);
        const completeUntilMs = Math.max(
          0,
          ...periods.filter(({ complete }) => complete).map(({ end }) => Date.parse(end)),
        );
        const series = lines.map(({ of, ...line }) => ({
          ...line,
          points: periods.map((period) => (period.end > (since ?? '') ? of(period) : null)),
        }));
        const time = { buckets, bucketMs, completeUntilMs, series };
        if (asTable) {
          const table = timeTable({
            ...time,
            timeLabel: c('time'),
            bucket: (ms) => bucketLabel(ms, bucketMs, format.locale, format.zone),
            exact: (value) => format.exact(value, 'count'),
          });
          return <DataTable label={title} table={table} height={HEIGHT} />;
        }
        return (
          <TimeSeries
            {...time}
            label={title}
            mode={mode}
            unit="count"
            height={HEIGHT}
            showTotal={mode === 'bars'}
          />
        );
      }}
    </QueryPanel>
  );
}
