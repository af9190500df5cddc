import type { LiveTopic } from '@pharos/core/api/live';
import type { OnlinePage as OnlineUsers } from '@pharos/core/api/presence';
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { useLive } from '../../api/live-stream.ts';
import { onlineUsersQuery } from '../../api/online.ts';
import { Dot } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { ErrorState, PartError } from '../../components/ErrorState.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { Feed } from '../../components/live/Feed.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { Absent, When } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useUrlState } from '../../url-state.ts';
import { useProject } from '../../use-project.ts';
import { KINDS, onlineSearch } from './conditions.ts';
import { Kinds } from './Kinds.tsx';
import { NobodyOnline } from './NobodyOnline.tsx';
import { onlineTexts } from './texts.ts';

type Row = OnlineUsers['data'][number];
const TOPICS: readonly LiveTopic[] = ['users', 'sessions'];

/** Who is online now, where and since when; what becomes of them beside. */
export function OnlinePage() {
  const t = useTexts(onlineTexts);
  const project = useProject();
  const [conditions] = useUrlState(onlineSearch);
  const query = useInfiniteQuery(onlineUsersQuery(project, conditions));
  const first = query.data?.pages[0];
  return (
    <Page
      title={t('title')}
      crumbs={[
        <Link key="users" to="/p/$project/users" params={{ project }} className="hover:text-ink">
          {t('users')}
        </Link>,
      ]}
    >
      {first === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows rows={12} />
        )
      ) : (
        <>
          {query.isError && <PartError error={query.error} onRetry={() => void query.refetch()} />}
          {first.online === 0 ? <NobodyOnline /> : <WhoIsOnline query={query} first={first} />}
        </>
      )}
    </Page>
  );
}

interface WhoIsOnlineProps {
  query: UseInfiniteQueryResult<InfiniteData<OnlineUsers>>;
  first: OnlineUsers;
}

function WhoIsOnline({ query, first }: WhoIsOnlineProps) {
  const t = useTexts(onlineTexts);
  const format = useFormat();
  const project = useProject();
  const [conditions, set] = useUrlState(onlineSearch);
  const { view } = useLive(project, TOPICS);
  const columns = useColumns();
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const chosen = KINDS.filter((kind) => conditions[kind] !== undefined);
  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="min-w-0">
        <div className="flex min-h-8 flex-wrap items-center gap-2 pb-2">
          {chosen.map((kind) => (
            <Button
              key={kind}
              aria-label={t('remove', { name: t(`name_${kind}`) })}
              onClick={() => set({ [kind]: undefined })}
              className="max-w-full"
            >
              <span className="text-muted">{t(kind)}</span>
              <span className="truncate">
                {kind === 'state' && conditions.state ? t(conditions.state) : conditions[kind]}
              </span>
              <X className="size-3.5 shrink-0 text-muted" aria-hidden />
            </Button>
          ))}
          <p className="text-xs text-muted">
            {t('count', { shown: format.count(rows.length), online: format.count(first.online) })} ·{' '}
            {t('window', { window: format.period(first.windowSeconds * 1000) })}
            {first.tracesReadAt === null && ` · ${t('noTraces')}`}
          </p>
        </div>
        {rows.length === 0 ? (
          <p className="flex items-center gap-3 py-4 text-sm text-muted">
            {t('none')}
            <Button onClick={() => set(Object.fromEntries(KINDS.map((kind) => [kind, undefined])))}>
              {t('clear')}
            </Button>
          </p>
        ) : (
          <Table
            label={t('list')}
            columns={columns}
            rows={rows}
            rowKey={({ userId }) => userId}
            rowLink={({ userId }) => ({ to: '/p/$project/users/$userId', params: { project, userId } })}
            stale={query.isPlaceholderData}
            footer={<LoadMore query={query} />}
          />
        )}
      </div>
      <aside className="flex min-w-0 flex-col gap-4">
        <Feed sessions={view.sessions} className="xl:!h-80" />
        <Kinds topic={view.users} onChoose={(kind, value) => set({ [kind]: value })} />
      </aside>
    </div>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTexts(onlineTexts);
  const text = (value: string) => (value ? <span title={value}>{value}</span> : <Absent />);
  return [
    {
      id: 'user',
      header: t('user'),
      cell: (row) => (
        <span title={row.inferred ? t('inferred') : row.userId} className="flex items-center gap-2">
          <span className="truncate">{row.userId}</span>
          {row.inferred && <span className="shrink-0 text-xs text-muted">≈</span>}
        </span>
      ),
    },
    {
      id: 'state',
      header: t('state'),
      width: '6rem',
      cell: (row) => (
        <span className="flex items-center gap-1.5">
          <Dot tone={row.state === 'active' ? 'good' : 'neutral'} />
          {t(row.state)}
        </span>
      ),
    },
    { id: 'page', header: t('page'), wideOnly: true, cell: (row) => text(row.page) },
    { id: 'agent', header: t('agent'), width: '9rem', wideOnly: true, cell: (row) => text(row.agent) },
    {
      id: 'country',
      header: t('country'),
      width: '7rem',
      wideOnly: true,
      cell: (row) => text([row.country, row.locale].filter(Boolean).join(' · ')),
    },
    {
      id: 'platform',
      header: t('platform'),
      width: '6rem',
      wideOnly: true,
      cell: (row) => text(row.platform),
    },
    { id: 'since', header: t('since'), width: '7rem', cell: (row) => <When at={row.since} /> },
  ];
}
