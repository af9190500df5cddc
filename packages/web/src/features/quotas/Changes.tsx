import type { QuotaAudit } from '@pharos/core/api/quota-views';
import type { StoredQuota } from '@pharos/core/api/quotas';
import { useInfiniteQuery } from '@tanstack/react-query';
import { quotaAuditQuery } from '../../api/quotas.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { quotaTexts } from './texts.ts';

/** Who made, changed and raised a quota. */
export function Changes({ project, quota }: { project: string; quota: StoredQuota }) {
  const t = useTexts(quotaTexts);
  const query = useInfiniteQuery(quotaAuditQuery(project, quota.id));
  const rows = query.data?.pages.flatMap((page) => page.data);
  const columns: Column<QuotaAudit>[] = [
    { id: 'at', header: t('when'), width: '10rem', cell: ({ at }) => <When at={at} listed /> },
    {
      id: 'actor',
      header: t('who'),
      width: '12rem',
      cell: ({ actor }) => actor ?? <span className="text-muted">{t('somebody')}</span>,
    },
    { id: 'action', header: t('what'), cell: ({ action }) => t(action) },
  ];
  if (query.isError && !rows) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!rows) return <SkeletonRows rows={3} />;
  if (rows.length === 0) return <EmptyState title={t('noChanges')} />;
  return (
    <Table
      label={t('changes')}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      footer={<LoadMore query={query} />}
    />
  );
}
