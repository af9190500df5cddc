import type { UserSummary } from '@pharos/core/api/spans';
import { useInfiniteQuery } from '@tanstack/react-query';
import { usersQuery } from '../../api/telemetry.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FilteredList } from '../../components/FilteredList.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { LongTable } from '../../components/LongTable.tsx';
import type { Column } from '../../components/Table.tsx';
import { Absent, Money, Tokens, When } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
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
  const format = useFormat();
  const project = useProject();
  const { list, filter, setFilter } = useList();
  const query = useInfiniteQuery(usersQuery(project, list));
  const columns = useColumns();
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <FilteredList
      filter={filter}
      onFilter={setFilter}
      range={list}
      query={query}
      keyLabel={t('table')}
      isEmpty={rows.length === 0}
      empty={
        <EmptyState
          title={t('empty')}
          action={filter && <Button onClick={() => setFilter('')}>{t('clear')}</Button>}
        >
          {t(filter ? 'emptyFiltered' : 'emptyHint')}
        </EmptyState>
      }
    >
      {(scroller) => (
        <LongTable
          label={t('table')}
          scroller={scroller}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.userId}
          rowLink={(row) => ({ to: '/p/$project/users/$userId', params: { project, userId: row.userId } })}
          stale={query.isPlaceholderData}
          footer={
            query.hasNextPage ? (
              <LoadMore query={query} />
            ) : (
              <span className="text-xs text-muted">{t('end', { count: format.count(rows.length) })}</span>
            )
          }
        />
      )}
    </FilteredList>
  );
}
