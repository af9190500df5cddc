import type { Activity } from '@pharos/core/api/behaviour';
import type { Interval } from '@pharos/core/behaviour/calendar';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import type { Unit } from '@pharos/core/metrics';
import type { UseQueryResult } from '@tanstack/react-query';
import { Stat } from '../../../charts/stat/Stat.tsx';
import { Delta } from '../../../components/Delta.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { intervalMs } from '../use-periods.ts';
import { activityTexts } from './texts.ts';

type Period = Activity['periods'][number];

const FIGURES: readonly {
  label: 'active' | 'weekly' | 'monthly' | 'stickiness' | 'newUsers' | 'returning';
  unit: Unit;
  of: (period: Period) => number | null;
}[] = [
  { label: 'active', unit: 'count', of: ({ active }) => active },
  { label: 'weekly', unit: 'count', of: ({ weekly }) => weekly },
  { label: 'monthly', unit: 'count', of: ({ monthly }) => monthly },
  { label: 'stickiness', unit: 'ratio', of: ({ stickiness }) => stickiness },
  { label: 'newUsers', unit: 'count', of: (period) => period.new },
  { label: 'returning', unit: 'count', of: ({ returning }) => returning },
];

interface ActivityFiguresProps {
  query: UseQueryResult<Activity>;
  interval: Interval;
}

/** What was so in the last period that is over, with how it came to that and against the one before. */
export function ActivityFigures({ query, interval }: ActivityFiguresProps) {
  const t = useTexts(activityTexts);
  const format = useFormat();
  const complete = query.data?.periods.filter((period) => period.complete) ?? [];
  const [before, last] = [complete.at(-2), complete.at(-1)];
  const period = t(interval === 'day' ? 'theDay' : 'theWeek');
  if (query.isError) return null;
  return (
    <div>
      <div
        aria-busy={query.isFetching}
        className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-6"
      >
        {FIGURES.map(({ label, unit, of }) => {
          const now = last ? of(last) : null;
          if (query.isPending) return <Skeleton key={label} className="h-16" />;
          return (
            <Stat
              key={label}
              label={t(label)}
              figure={now === null ? undefined : format.figure(now, unit)}
              exact={now === null ? undefined : format.exact(now, unit)}
              points={complete.map(of)}
              note={
                <Delta
                  metric={{ unit, better: 'more' }}
                  now={now}
                  before={before && of(before)}
                  period={t('before', { period })}
                />
              }
            />
          );
        })}
      </div>
      {last && (
        <p className="mt-1 text-xs text-muted">
          {t('lastComplete', { period })} ·{' '}
          {bucketLabel(Date.parse(last.start), intervalMs(interval), format.locale, format.zone)}
        </p>
      )}
    </div>
  );
}
