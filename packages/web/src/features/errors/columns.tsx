import type { ErrorGroup } from '@pharos/core/api/errors';
import { Sparkline } from '../../charts/stat/Sparkline.tsx';
import { ErrorStateBadge } from '../../components/errors/ErrorStateBadge.tsx';
import { ErrorText } from '../../components/errors/ErrorText.tsx';
import type { Column } from '../../components/Table.tsx';
import { Tokens, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Actions } from './Actions.tsx';
import { errorsTexts } from './texts.ts';

export function useColumns(): Column<ErrorGroup>[] {
  const t = useTexts(errorsTexts);
  return [
    {
      id: 'state',
      header: t('state'),
      width: 'clamp(4.75rem, 12vw, 6.5rem)',
      cell: ({ state, muted, owner }) => (
        <span className="flex flex-col items-start gap-0.5">
          <ErrorStateBadge state={state} />
          {(muted || owner) && (
            <span className="max-w-full truncate text-2xs text-muted" title={owner ?? undefined}>
              {[muted && t('muted'), owner].filter(Boolean).join(' · ')}
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'error',
      header: t('error'),
      cell: ({ type, message, place, agents }) => (
        <span className="block min-w-0 py-1">
          <span
            dir="auto"
            className="block truncate max-sm:line-clamp-2 max-sm:whitespace-normal"
            title={message}
          >
            <ErrorText type={type} message={message} />
          </span>
          <span className="block truncate text-xs text-muted">{[place, ...agents].join(' · ')}</span>
        </span>
      ),
    },
    {
      id: 'trend',
      header: t('trend'),
      width: '6.5rem',
      wideOnly: true,
      cell: ({ trend }) => <Sparkline points={trend} color="var(--bad-mark)" area />,
    },
    {
      id: 'count',
      header: t('count'),
      width: '5rem',
      align: 'right',
      cell: ({ count }) => <Tokens count={count} />,
    },
    {
      id: 'users',
      header: t('users'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: ({ users }) => <Tokens count={users} />,
    },
    {
      id: 'firstSeen',
      header: t('firstSeen'),
      width: '7rem',
      wideOnly: true,
      cell: ({ firstSeen }) => <When at={firstSeen} />,
    },
    {
      id: 'lastSeen',
      header: t('lastSeen'),
      width: '7rem',
      wideOnly: true,
      cell: ({ lastSeen }) => <When at={lastSeen} />,
    },
    {
      id: 'actions',
      header: <span className="sr-only">{t('actions')}</span>,
      width: '3rem',
      align: 'right',
      cell: (error) => <Actions error={error} />,
    },
  ];
}
