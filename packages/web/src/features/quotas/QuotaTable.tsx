import { useRef } from 'react';
import { QuotaGauge } from '../../components/quotas/QuotaGauge.tsx';
import { StandingBadge } from '../../components/quotas/StandingBadge.tsx';
import { freesAt, type QuotaRow } from '../../components/quotas/standing.ts';
import { quotaWords } from '../../components/quotas/texts.ts';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { Skeleton } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Absent, When } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useShortcuts } from '../../shortcuts.ts';
import { useProject } from '../../use-project.ts';
import { quotaTexts } from './texts.ts';

/** Quotas, each with its gauge, how much is left, and when it is full at this pace. */
export function QuotaTable({ rows }: { rows: readonly QuotaRow[] }) {
  const t = useTexts(quotaTexts);
  const project = useProject();
  const columns = useColumns();
  const box = useRef<HTMLDivElement>(null);
  const firstRow = () => box.current?.querySelector<HTMLElement>('tbody tr[tabindex]')?.focus();
  useShortcuts([{ keys: 'j', label: t('list'), run: firstRow }]);
  return (
    <div ref={box}>
      <Table
        label={t('list')}
        columns={columns}
        rows={rows}
        rowKey={({ quota }) => quota.id}
        rowLink={({ quota }) => ({
          to: '/p/$project/quotas/$quotaId',
          params: { project, quotaId: quota.id },
        })}
      />
    </div>
  );
}

function useColumns(): Column<QuotaRow>[] {
  const t = useTexts(quotaTexts);
  const w = useTexts(quotaWords);
  const words = useQuotaWords();
  return [
    {
      id: 'state',
      header: t('state'),
      width: '6.5rem',
      cell: ({ standing, quota }) =>
        standing ? <StandingBadge standing={standing} quota={quota} /> : <Skeleton className="h-4 w-14" />,
    },
    {
      id: 'name',
      header: t('quota'),
      cell: ({ quota }) => (
        <span title={quota.name} className="block py-1.5">
          <span className="block truncate font-medium max-sm:whitespace-normal">{quota.name}</span>
          <span className="block truncate text-xs text-muted">
            {words.scope(quota.scope)} · {w(quota.measure)} · {words.window(quota.window)} ·{' '}
            {w(`action_${quota.action}`)}
          </span>
        </span>
      ),
    },
    {
      id: 'gauge',
      header: t('gauge'),
      width: 'clamp(5rem, 16vw, 12rem)',
      cell: ({ quota, status }) => {
        const subject = status?.subjects[0];
        return (
          <QuotaGauge
            measure={quota.measure}
            used={subject?.used ?? (status?.knowledge === 'current' ? '0' : undefined)}
            limit={subject?.limit ?? quota.limit}
            thresholds={quota.thresholds}
          />
        );
      },
    },
    {
      id: 'used',
      header: t('used'),
      width: '9.5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ quota, status }) => {
        const subject = status?.subjects[0];
        if (!subject) return <Absent />;
        return (
          <span title={words.exact(quota.measure, subject.used)}>
            {words.amount(quota.measure, subject.used)}
            <span className="text-muted"> / {words.amount(quota.measure, subject.limit)}</span>
          </span>
        );
      },
    },
    {
      id: 'left',
      header: t('remaining'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: ({ quota, status }) => {
        const left = status?.subjects[0]?.remaining;
        return left === undefined ? (
          <Absent />
        ) : (
          <span title={words.exact(quota.measure, left)}>{words.amount(quota.measure, left)}</span>
        );
      },
    },
    {
      id: 'resets',
      header: t('frees'),
      width: '6.5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ status }) => <When at={status && freesAt(status)} />,
    },
    {
      id: 'projected',
      header: t('projected'),
      width: '13rem',
      wideOnly: true,
      cell: (row) => <Projected row={row} />,
    },
  ];
}

/** When it is full at this pace or, of a quota for each user, how many are near or over. */
function Projected({ row: { quota, status, standing } }: { row: QuotaRow }) {
  const t = useTexts(quotaTexts);
  const format = useFormat();
  if (!status || standing === 'off' || standing === 'unavailable') return <Absent />;
  const { users } = status;
  if (users) {
    const more = users.atLeast ? t('more') : '';
    if (users.over + users.near === 0) return <span className="text-muted">{t('usersFine')}</span>;
    return (
      <span className="flex gap-2">
        {users.over > 0 && (
          <span className="text-bad">
            {t('usersOver', { count: users.over })}
            {more}
          </span>
        )}
        {users.near > 0 && (
          <span className="text-warn">
            {t('usersNear', { count: users.near })}
            {more}
          </span>
        )}
      </span>
    );
  }
  const subject = status.subjects[0];
  if (!subject) return <Absent />;
  if (subject.state === 'over') return <span className="text-bad">{t('fullNow')}</span>;
  if (subject.exhaustedAt === null) return <span className="text-muted">{t('notInWindow')}</span>;
  const at = Date.parse(subject.exhaustedAt);
  const window = quota.window.unit === 'minute' ? format.timeOfDay(at) : format.dayTime(at);
  return <span title={format.fullTime(at)}>{t('fullAt', { at: window })}</span>;
}
