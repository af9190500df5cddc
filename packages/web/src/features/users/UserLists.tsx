import type { SessionSummary, TraceSummary } from '@pharos/core/api/spans';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sessionsQuery, tracesQuery } from '../../api/telemetry.ts';
import type { Column } from '../../components/Table.tsx';
import { TraceStatus } from '../../components/trace-strip/TraceStatus.tsx';
import { askedOf, titleOf } from '../../components/trace-strip/title.ts';
import { Duration, Money, Tokens, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useList } from '../../use-list.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { LatestPanel } from './LatestPanel.tsx';
import { usersTexts } from './texts.ts';

/** The sessions a user had last. */
export function UserSessions({ filter }: { filter: string }) {
  const t = useTexts(usersTexts);
  const project = useProject();
  const { list } = useList();
  const { search } = useTimeRange();
  const query = useInfiniteQuery(sessionsQuery(project, { ...list, filter }));
  const columns: Column<SessionSummary>[] = [
    { id: 'seen', header: t('lastSeen'), width: '7rem', cell: (row) => <When at={row.lastSeen} listed /> },
    {
      id: 'begins',
      header: t('begins'),
      cell: (row) => <span dir="auto">{askedOf(row.firstInput) || row.firstInput || row.sessionId}</span>,
    },
    {
      id: 'turns',
      header: t('turns'),
      width: '5rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.traceCount} />,
    },
    {
      id: 'tokens',
      header: t('tokens'),
      width: '6rem',
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
          at={row.lastSeen}
          amount={row.cost}
          unpricedSpans={row.unpricedSpans}
          of={{ tokens: row.tokens, estimated: row.estimatedTokens }}
        />
      ),
    },
  ];
  return (
    <LatestPanel
      title={t('latestSessions')}
      query={query}
      columns={columns}
      rowKey={(row) => row.sessionId}
      rowLink={({ sessionId }) => ({ to: '/p/$project/sessions/$sessionId', params: { project, sessionId } })}
      all={{ to: '/p/$project/sessions', params: { project }, search: { ...search, filter } }}
    />
  );
}

/** The traces of a user, the newest first. */
export function UserTraces({ filter }: { filter: string }) {
  const t = useTexts(usersTexts);
  const project = useProject();
  const { list } = useList();
  const { search } = useTimeRange();
  const query = useInfiniteQuery(tracesQuery(project, { ...list, filter }));
  const columns: Column<TraceSummary>[] = [
    { id: 'seen', header: t('started'), width: '7rem', cell: (row) => <When at={row.startTime} listed /> },
    {
      id: 'status',
      header: t('status'),
      width: '9rem',
      wideOnly: true,
      cell: (row) => <TraceStatus trace={row} />,
    },
    {
      id: 'input',
      header: t('input'),
      cell: (row) => <span dir="auto">{titleOf(row)}</span>,
    },
    {
      id: 'duration',
      header: t('duration'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Duration ms={row.durationMs} />,
    },
    {
      id: 'tokens',
      header: t('tokens'),
      width: '6rem',
      align: 'right',
      wideOnly: true,
      cell: (row) => <Tokens count={row.usage.total} estimated={row.usage.estimated} />,
    },
    {
      id: 'cost',
      header: t('cost'),
      width: '6rem',
      align: 'right',
      cell: ({ cost, startTime }) => (
        <Money
          at={startTime}
          amount={cost.total}
          currency={cost.currency}
          unpricedSpans={cost.unpricedSpans}
        />
      ),
    },
  ];
  return (
    <LatestPanel
      title={t('latestTraces')}
      query={query}
      columns={columns}
      rowKey={(row) => row.traceId}
      rowLink={({ traceId }) => ({ to: '/p/$project/traces/$traceId', params: { project, traceId } })}
      all={{ to: '/p/$project/traces', params: { project }, search: { ...search, filter } }}
    />
  );
}
