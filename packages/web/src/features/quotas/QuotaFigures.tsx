import type { QuotaStatus, StoredQuota } from '@pharos/core/api/quotas';
import type { ReactNode } from 'react';
import { hintOf } from '../../components/quotas/StandingBadge.tsx';
import { freesAt, standingOf } from '../../components/quotas/standing.ts';
import { quotaWords } from '../../components/quotas/texts.ts';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { quotaTexts } from './texts.ts';

interface QuotaFiguresProps {
  quota: StoredQuota;
  status: QuotaStatus | undefined;
}

/** What a quota says, and what is to be known when its counters are in doubt. */
export function QuotaFigures({ quota, status }: QuotaFiguresProps) {
  const t = useTexts(quotaTexts);
  const w = useTexts(quotaWords);
  const words = useQuotaWords();
  const standing = status && standingOf(status);
  const frees = status && freesAt(status);
  // Of a rolling window each user has a moment of their own, or nothing is spent.
  const isSaid = quota.window.type === 'calendar' || typeof frees === 'string';
  const items: [string, ReactNode][] = [
    [t('measures'), `${words.scope(quota.scope)} · ${w(quota.measure)}`],
    [t('window'), words.window(quota.window)],
    [
      t('limit'),
      <span key="limit" title={words.exact(quota.measure, quota.limit)}>
        {words.amount(quota.measure, quota.limit)}
      </span>,
    ],
    [t('action'), w(`action_${quota.action}`)],
    ...(isSaid
      ? [
          [
            t(quota.window.type === 'calendar' ? 'resets' : 'frees'),
            <When key="frees" at={frees} />,
          ] satisfies [string, ReactNode],
        ]
      : []),
    [t('readAt'), status?.readAt ? <When key="read" at={status.readAt} /> : t('notRead')],
  ];
  return (
    <div className="flex flex-col gap-3">
      <dl className="flex flex-wrap gap-x-7 gap-y-2">
        {items.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-muted">{name}</dt>
            <dd className="truncate font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      {standing && ['unavailable', 'behind', 'unread'].includes(standing) && (
        <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-sm text-warn">
          <span aria-hidden className="mr-1.5">
            ◆
          </span>
          {w(hintOf(standing, quota))}
        </p>
      )}
    </div>
  );
}
