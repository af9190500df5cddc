import type { QuotaRaise, StoredQuota } from '@pharos/core/api/quotas';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { quotaChanges, quotaRaisesQuery, useQuotaChange } from '../../api/quotas.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useNow } from '../../use-time-range.ts';
import { quotaTexts } from './texts.ts';

interface RaisesProps {
  project: string;
  quota: StoredQuota;
  may: boolean;
}

const TICK_MS = 5_000;

/** What raised a quota's limit: for whom, how much, until when, why and by whom. Those in force can be ended. */
export function Raises({ project, quota, may }: RaisesProps) {
  const t = useTexts(quotaTexts);
  const words = useQuotaWords();
  const now = useNow(TICK_MS);
  const query = useQuery(quotaRaisesQuery(project, quota.id));
  const [ending, setEnding] = useState<QuotaRaise>();
  const end = useQuotaChange(project, quotaChanges.endRaise);
  const isActive = ({ endedAt, expiresAt }: QuotaRaise) =>
    endedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);

  const columns: Column<QuotaRaise>[] = [
    {
      id: 'state',
      header: t('state'),
      width: '6rem',
      cell: (raise) =>
        isActive(raise) ? (
          <Badge tone="accent">{t('active')}</Badge>
        ) : (
          <Badge title={raise.endedBy ? t('endedBy', { who: raise.endedBy }) : undefined}>
            {t(raise.endedAt ? 'ended' : 'expired')}
          </Badge>
        ),
    },
    {
      id: 'who',
      header: t('who'),
      cell: ({ subject }) => subject ?? <span className="text-muted">{t('everyone')}</span>,
    },
    {
      id: 'gives',
      header: t('gives'),
      width: 'clamp(6.5rem, 10vw, 8.5rem)',
      cell: ({ add, limit }) => {
        const amount = add ?? limit ?? '';
        return (
          <span title={words.exact(quota.measure, amount)}>
            {t(add === null ? 'givesLimit' : 'givesAdd', { amount: words.amount(quota.measure, amount) })}
          </span>
        );
      },
    },
    {
      id: 'until',
      header: t('until'),
      width: '8.5rem',
      wideOnly: true,
      cell: ({ expiresAt, endedAt }) =>
        endedAt || expiresAt ? (
          <When at={endedAt ?? expiresAt} relative={false} />
        ) : (
          <span className="text-muted">{t('forGood')}</span>
        ),
    },
    {
      id: 'reason',
      header: t('reason'),
      wideOnly: true,
      cell: ({ reason }) => <span title={reason}>{reason}</span>,
    },
    {
      id: 'by',
      header: t('by'),
      width: '12rem',
      wideOnly: true,
      cell: ({ createdBy, createdAt }) => (
        <span className="text-soft">
          {createdBy} <span className="text-muted">· </span>
          <When at={createdAt} />
        </span>
      ),
    },
    ...(may
      ? [
          {
            id: 'end',
            header: <span className="sr-only">{t('endNow')}</span>,
            width: '5.5rem',
            align: 'right' as const,
            cell: (raise: QuotaRaise) =>
              isActive(raise) && (
                <Button variant="quietDanger" className="-mr-2 h-7 px-2" onClick={() => setEnding(raise)}>
                  {t('endNow')}
                </Button>
              ),
          },
        ]
      : []),
  ];
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows rows={3} />;
  if (query.data.length === 0) return <EmptyState title={t('noRaises')}>{t('noRaisesHint')}</EmptyState>;
  return (
    <>
      <Table label={t('raises')} columns={columns} rows={query.data} rowKey={({ id }) => id} />
      <ConfirmDialog
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={t('endTitle')}
        action={t('endNow')}
        busy={end.isPending}
        error={end.error}
        onConfirm={() =>
          ending && end.mutate({ id: quota.id, raise: ending.id }, { onSuccess: () => setEnding(undefined) })
        }
      >
        {t('endHint')}
      </ConfirmDialog>
    </>
  );
}
