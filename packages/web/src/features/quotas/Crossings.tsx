import type { QuotaEvent } from '@pharos/core/api/quotas';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { quotaEventsQuery } from '../../api/quotas.ts';
import { Badge } from '../../components/Badge.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { quotaTexts } from './texts.ts';

/** Every threshold that was crossed, newest first: who, when, how much. Of one quota or of all. */
export function Crossings({ quotaId }: { quotaId?: string }) {
  const t = useTexts(quotaTexts);
  const words = useQuotaWords();
  const project = useProject();
  const query = useInfiniteQuery(quotaEventsQuery(project, quotaId));
  const rows = query.data?.pages.flatMap((page) => page.data);
  const columns: Column<QuotaEvent>[] = [
    { id: 'at', header: t('when'), width: '7rem', cell: ({ at }) => <When at={at} listed /> },
    {
      id: 'threshold',
      header: t('threshold'),
      width: 'clamp(4.25rem, 10vw, 6rem)',
      cell: ({ threshold }) => (
        <Badge tone={threshold >= 100 ? 'bad' : 'warn'}>{words.percent(threshold / 100)}</Badge>
      ),
    },
    ...(quotaId === undefined
      ? [
          {
            id: 'quota',
            header: t('quota'),
            cell: (row: QuotaEvent) => (
              <Link
                to="/p/$project/quotas/$quotaId"
                params={{ project, quotaId: row.quotaId }}
                className="hover:text-accent hover:underline max-sm:line-clamp-2 max-sm:whitespace-normal"
              >
                {row.quotaName}
              </Link>
            ),
          },
        ]
      : []),
    { id: 'who', header: t('who'), cell: ({ subject }) => subject || <Whole /> },
    {
      id: 'used',
      header: t('used'),
      width: '10rem',
      align: 'right',
      wideOnly: true,
      cell: ({ measure, used, limit }) => (
        <span title={`${words.exact(measure, used)} / ${words.exact(measure, limit)}`}>
          {t('usedOf', { used: words.amount(measure, used), limit: words.amount(measure, limit) })}
        </span>
      ),
    },
    {
      id: 'window',
      header: t('windowOf'),
      width: '8.5rem',
      wideOnly: true,
      cell: ({ windowStart }) => <When at={windowStart} relative={false} />,
    },
  ];
  if (query.isError && !rows) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!rows) return <SkeletonRows rows={6} />;
  if (rows.length === 0) return <EmptyState title={t('noHistory')}>{t('noHistoryHint')}</EmptyState>;
  return (
    <Table
      label={t('history')}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      footer={<LoadMore query={query} />}
    />
  );
}

const Whole = () => {
  const t = useTexts(quotaTexts);
  return <span className="text-muted">{t('wholeProject')}</span>;
};
