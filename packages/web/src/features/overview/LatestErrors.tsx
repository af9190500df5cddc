import { type TraceSummary, traceListSchema } from '@pharos/core/api/spans';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/client.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { QueryPanel } from '../../components/Panel.tsx';
import { shortName } from '../../components/span-name.ts';
import { type Column, Table } from '../../components/Table.tsx';
import { askedOf, mainAgent } from '../../components/trace-strip/title.ts';
import { Absent, Duration, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { overview } from './messages.ts';
import type { OverviewRange } from './use-overview-range.ts';

const SHOWN = 6;

/** The newest traces that failed. */
export function LatestErrors({ range }: { range: OverviewRange }) {
  const t = useTexts(overview);
  const project = useProject();
  const { search } = range.time;
  const query = useQuery({
    queryKey: ['latest errors', project, range.whole],
    queryFn: ({ signal }) =>
      api.get(traceListSchema, '/api/v1/traces', {
        project,
        query: { ...range.whole, filter: 'status:error', limit: SHOWN },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
  const columns: Column<TraceSummary>[] = [
    { id: 'when', header: t('when'), width: '8rem', cell: (row) => <When at={row.startTime} listed /> },
    {
      id: 'trace',
      header: t('trace'),
      cell: (row) => (
        <span dir="auto" title={row.inputPreview}>
          {askedOf(row.inputPreview) || row.inputPreview || shortName(row.name)}
        </span>
      ),
    },
    {
      id: 'errors',
      header: t('errors'),
      width: '7rem',
      cell: (row) => <StatusBadge status={row.status} errors={row.errorCount} />,
    },
    {
      id: 'agent',
      header: t('agent'),
      width: '12rem',
      wideOnly: true,
      cell: (row) => mainAgent(row) ?? <Absent />,
    },
    {
      id: 'user',
      header: t('user'),
      width: '10rem',
      wideOnly: true,
      cell: (row) => row.userId ?? <Absent />,
    },
    {
      id: 'duration',
      header: t('duration'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Duration ms={row.durationMs} />,
    },
  ];
  return (
    <QueryPanel
      title={t('errorsTitle')}
      query={query}
      height={160}
      skeleton="rows"
      className="border-t pt-3"
      actions={
        <Link
          to="/p/$project/traces"
          params={{ project }}
          search={{ ...search, filter: 'status:error' }}
          className="text-xs text-accent hover:underline"
        >
          {t('allErrors')}
        </Link>
      }
    >
      {(page) =>
        page.data.length === 0 ? (
          <p className="py-3 text-sm text-muted">{t('noErrors')}</p>
        ) : (
          <Table
            label={t('errorsTitle')}
            columns={columns}
            rows={page.data}
            rowKey={(row) => row.traceId}
            rowLink={(row) => ({
              to: '/p/$project/traces/$traceId',
              params: { project, traceId: row.traceId },
            })}
          />
        )
      }
    </QueryPanel>
  );
}
