import type { UserSummary } from '@pharos/core/api/spans';
import { useInfiniteQuery } from '@tanstack/react-query';
import { usersQuery } from '../../api/telemetry.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { FilteredList } from '../../components/FilteredList.tsx';
import { LongTable } from '../../components/LongTable.tsx';
import type { Column } from '../../components/Table.tsx';
import { Absent, Money, Tokens, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useList } from '../../use-list.ts';
import { useProject } from '../../use-project.ts';
import { usersTexts } from './texts.ts';

function useColumns(): Column<UserSummary>[] {
  const t = useTexts(usersTexts);
  return [
    { id: 'user', header: t('user'), cell: (row) => <span title={row.userId}>{row.userId}</span> },
    { id: 'lastSeen', header: t('lastSeen'), width: '7rem', cell: (row) => <When at={row.lastSeen} /> },
    {
      id: 'firstSeen',
      header: t('firstSeen'),
      width: '7rem',
      wideOnly: true,
      cell: (row) => <When at={row.firstSeen} />,
    },
    {
      id: 'traces',
      header: t('traces'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.traceCount} />,
    },
    {
      id: 'sessions',
      header: t('sessions'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.sessionCount} />,
    },
    {
      id: 'errors',
      header: t('errors'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: (row) =>
        row.errorCount > 0 ? <StatusBadge status="error" errors={row.errorCount} /> : <Absent />,
    },
    {
      id: 'tokens',
      header: t('tokens'),
      width: '7rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.tokens} estimated={row.estimatedTokens} />,
    },
    {
      id: 'cost',
      header: t('cost'),
      width: '6rem',
      align: 'right',
      cell: (row) => (
        <Money
          amount={row.cost}
          unpricedSpans={row.unpricedSpans}
          of={{ tokens: row.tokens, estimated: row.estimatedTokens }}
        />
      ),
    },
  ];
}

/** Who was there in the time, the last active first. */
export function UserList() {
  const t = useTexts(usersTexts);
  const project = useProject();
  const { list, filter, setFilter } = useList();
  const query = useInfiniteQuery(usersQuery(project, list));
  const columns = useColumns();
  return (
    <FilteredList filter={filter} onFilter={setFilter} range={list} query={query} label={t('table')} t={t}>
      {({ rows, scroller, footer, stale }) => (
        <LongTable
          label={t('table')}
          scroller={scroller}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.userId}
          rowLink={(row) => ({ to: '/p/$project/users/$userId', params: { project, userId: row.userId } })}
          stale={stale}
          footer={footer}
        />
      )}
    </FilteredList>
  );
}
