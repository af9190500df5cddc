import type { ReportRun } from '@pharos/core/api/reports';
import { periodText } from '@pharos/core/reports/write';
import { writerOf } from '@pharos/core/reports/writer';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { reportRunsQuery, reportsQuery } from '../../../api/reports.ts';
import { Button } from '../../../components/Button.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { LoadMore } from '../../../components/LoadMore.tsx';
import { Select } from '../../../components/Select.tsx';
import { SkeletonRows } from '../../../components/Skeleton.tsx';
import { type Column, Table } from '../../../components/Table.tsx';
import { Absent, When } from '../../../components/values.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useUrlState } from '../../../url-state.ts';
import { RunState } from '../RunState.tsx';
import { reportTexts } from '../texts.ts';
import { reportsSearch } from './address.ts';
import { listTexts } from './texts.ts';

/** All that was made, the newest first; a row opens it. */
export function Archive({ project }: { project: string }) {
  const t = useTexts(listTexts);
  const [{ report }, set] = useUrlState(reportsSearch);
  const kept = useQuery(reportsQuery(project)).data ?? [];
  const query = useInfiniteQuery(reportRunsQuery(project, report));
  const columns = useColumns();
  const rows = query.data?.pages.flatMap(({ data }) => data);
  const isKnown = report === undefined || kept.some(({ id }) => id === report);
  return (
    <div className="flex flex-col gap-3 pt-4">
      {(kept.length > 0 || report !== undefined) && (
        <div className="max-w-full">
          <Select
            label={t('which')}
            value={report ?? ''}
            onChange={(next) => set({ report: next || undefined })}
            options={[
              { value: '', label: t('anyReport') },
              ...kept.map(({ id, name }) => ({ value: id, label: name })),
              ...(isKnown ? [] : [{ value: report, label: report }]),
            ]}
          />
        </div>
      )}
      {query.isError && !rows ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !rows ? (
        <SkeletonRows rows={6} />
      ) : rows.length > 0 ? (
        <Table
          label={t('made')}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          rowLink={({ id }) => ({
            to: '/p/$project/reports/runs/$runId',
            params: { project, runId: id },
          })}
          stale={query.isPlaceholderData}
          footer={<LoadMore query={query} />}
        />
      ) : report === undefined ? (
        <EmptyState title={t('noRuns')}>{t('noRunsHint')}</EmptyState>
      ) : (
        <p className="flex items-center gap-3 py-3 text-sm text-muted">
          {t('noRunsOf')}
          <Button onClick={() => set({ report: undefined })}>{t('clear')}</Button>
        </p>
      )}
    </div>
  );
}

function useColumns(): Column<ReportRun>[] {
  const t = useTexts(listTexts);
  const r = useTexts(reportTexts);
  const { locale } = useFormat();
  const madeBy = ({ askedBy }: ReportRun) =>
    askedBy === null ? r('bySchedule') : r('byWhom', { who: askedBy });
  return [
    {
      id: 'name',
      header: t('name'),
      cell: (run) => (
        <span className="block py-1.5" title={run.error ? `${run.name}\n${run.error}` : run.name}>
          <span className="block truncate font-medium">{run.name}</span>
          <span className="block truncate text-xs text-muted">
            <span className="sm:hidden">
              <When at={run.createdAt} listed /> {madeBy(run)}{' '}
            </span>
            {run.error}
          </span>
        </span>
      ),
    },
    {
      id: 'period',
      header: t('period'),
      width: 'clamp(10rem, 24vw, 20rem)',
      wideOnly: true,
      cell: ({ from, to, timeZone }) => {
        if (from === null || to === null) return <Absent />;
        const period = periodText(from, to, writerOf(locale, timeZone));
        return (
          <span className="figures" title={`${period} (${timeZone})`}>
            {period}
          </span>
        );
      },
    },
    {
      id: 'made',
      header: t('madeAt'),
      width: 'clamp(8rem, 18vw, 14rem)',
      wideOnly: true,
      cell: (run) => (
        <span>
          <When at={run.createdAt} listed /> <span className="text-muted">{madeBy(run)}</span>
        </span>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: 'clamp(6.5rem, 10vw, 8rem)',
      cell: (run) => <RunState run={run} />,
    },
    {
      id: 'sent',
      header: t('sent'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: ({ sent }) => (sent > 0 ? t('channelCount', { count: sent }) : <Absent />),
    },
  ];
}
