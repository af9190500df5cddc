import { MOST_DAYS, type Retention } from '@pharos/core/api/behaviour';
import type { Interval } from '@pharos/core/behaviour/calendar';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import { useQuery } from '@tanstack/react-query';
import { retentionQuery } from '../../../api/behaviour.ts';
import { Cohort } from '../../../charts/cohort/Cohort.tsx';
import { DataTable } from '../../../charts/kit/DataTable.tsx';
import { figure, type TableData } from '../../../charts/kit/table.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { QueryPanel } from '../../../components/Panel.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { type Formatters, useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useProject } from '../../../use-project.ts';
import { intervalMs, useInterval, useZonedRange } from '../use-periods.ts';
import { retentionTexts } from './texts.ts';

/** So many days make a triangle that can be read. */
const DAYS_FIT = 31;
const ROW = 26;
const MARGINS = 48;

/** Who came back: of those who were first seen in each week or day, how many were active after it. */
export function RetentionTab() {
  const t = useTexts(retentionTexts);
  const format = useFormat();
  const project = useProject();
  const [interval, setInterval] = useInterval(DAYS_FIT);
  const { cut: _, ...range } = useZonedRange(MOST_DAYS.retention);
  const query = useQuery(retentionQuery(project, { ...range, interval }));
  const step = t(interval === 'day' ? 'stepDay' : 'stepWeek');
  const height = (query.data?.cohorts.length ?? 12) * ROW + MARGINS;
  const nameOf = (start: string) =>
    bucketLabel(Date.parse(start), intervalMs(interval), format.locale, format.zone);
  return (
    <div className="flex flex-col gap-5">
      <div>
        <Segmented<Interval>
          label={t('by')}
          value={interval}
          onChange={setInterval}
          options={[
            { value: 'day', label: t('day') },
            { value: 'week', label: t('week') },
          ]}
        />
      </div>
      <QueryPanel title={t('title')} note={t('note', { step })} query={query} height={height} tableToggle>
        {({ cohorts }, asTable) =>
          cohorts.every(({ users }) => users === 0) ? (
            <EmptyState title={t('empty')}>{t('emptyHint')}</EmptyState>
          ) : asTable ? (
            <>
              <DataTable label={t('title')} table={tableOf(cohorts, { t, format, nameOf })} height={height} />
              <p className="pt-2 text-xs text-muted">{t('fillingNote', { step })}</p>
            </>
          ) : (
            <Cohort
              label={t('title')}
              unit="count"
              step={step}
              height={height}
              rows={cohorts.map(({ start, active, complete }, cohort) => ({
                key: start,
                label: nameOf(start),
                points: [...new Array<null>(cohort).fill(null), ...active],
                fillsFrom: cohort + complete,
              }))}
            />
          )
        }
      </QueryPanel>
    </div>
  );
}

interface Names {
  t: (name: 'cohort' | 'size' | 'after' | 'filling', values?: Record<string, string | number>) => string;
  format: Formatters;
  nameOf: (start: string) => string;
}

function tableOf(cohorts: Retention['cohorts'], { t, format, nameOf }: Names): TableData {
  const most = Math.max(0, ...cohorts.map(({ active }) => active.length));
  const steps = Array.from({ length: Math.max(0, most - 1) }, (_, n) => n + 1);
  return {
    columns: [
      { label: t('cohort') },
      { label: t('size'), align: 'right' },
      ...steps.map((count) => ({ label: t('after', { count }), align: 'right' as const })),
    ],
    rows: cohorts.map(({ start, users, active, complete }) => {
      const marked = (after: number, write: (value: number) => string) => (value: number) =>
        after < complete ? write(value) : t('filling', { value: write(value) });
      return {
        key: start,
        cells: [
          { value: start, text: nameOf(start) },
          figure(users, marked(0, format.count)),
          ...steps.map((step) =>
            figure(users === 0 ? null : share(active[step], users), marked(step, format.percent)),
          ),
        ],
      };
    }),
  };
}

const share = (active: number | undefined, of: number): number | null =>
  active === undefined ? null : active / of;
