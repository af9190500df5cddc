import { QUOTA_USER_SORTS, QUOTA_USER_STATES, type QuotaUser } from '@pharos/core/api/quota-views';
import type { QuotaStatus, StoredQuota } from '@pharos/core/api/quotas';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Activity, ChartLine, TrendingUp } from 'lucide-react';
import { useDeferredValue } from 'react';
import { z } from 'zod';
import { quotaUsersQuery } from '../../api/quotas.ts';
import { Badge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { LoadMore } from '../../components/LoadMore.tsx';
import { QuotaGauge } from '../../components/quotas/QuotaGauge.tsx';
import { StandingBadge } from '../../components/quotas/StandingBadge.tsx';
import { useQuotaWords } from '../../components/quotas/use-words.ts';
import { SearchField } from '../../components/SearchField.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { type Column, Table } from '../../components/Table.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { useUrlState } from '../../url-state.ts';
import { whoseSearch } from './BurnDownPanel.tsx';
import { quotaTexts } from './texts.ts';

const listSearch = z.object({
  search: z.string().max(256).default('').catch(''),
  state: z.enum(QUOTA_USER_STATES).default('all').catch('all'),
  sort: z.enum(QUOTA_USER_SORTS).default('used').catch('used'),
  order: z.enum(['asc', 'desc']).default('desc').catch('desc'),
});

interface QuotaUsersProps {
  project: string;
  quota: StoredQuota;
  status: QuotaStatus | undefined;
  /** Undefined where no single user can be raised, or not by this reader. */
  onRaise: ((user: string) => void) | undefined;
}

/** Who spends under a quota in its window: found by name, those first who used most, with the ways on to each. */
export function QuotaUsers({ project, quota, status, onRaise }: QuotaUsersProps) {
  const t = useTexts(quotaTexts);
  const [list, set] = useUrlState(listSearch);
  const search = useDeferredValue(list.search.trim());
  const query = useInfiniteQuery(quotaUsersQuery(project, quota.id, { ...list, search }));
  const columns = useColumns({ project, quota, status, onRaise });
  const rows = unique(query.data?.pages.flatMap((page) => page.data));
  const apart = quota.scope.type === 'eachUser';
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 py-3">
        <SearchField
          label={t('findUser')}
          value={list.search}
          onChange={(search) => set({ search }, { replace: true })}
          className="w-64 max-w-full"
        />
        {apart && (
          <Segmented
            label={t('show')}
            value={list.state}
            onChange={(next) => set({ state: next === 'all' ? undefined : next })}
            options={QUOTA_USER_STATES.map((value) => ({ value, label: t(`state_${value}`) }))}
          />
        )}
        <span className="text-xs text-muted">
          {t(query.data?.pages.at(-1)?.atLeast ? 'atLeast' : 'usersHint')}
        </span>
      </div>
      {query.isError && !rows ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !rows ? (
        <SkeletonRows rows={6} />
      ) : rows.length === 0 ? (
        <EmptyState title={t(search === '' && list.state === 'all' ? 'noUsers' : 'noUsersFound')} />
      ) : (
        <Table
          label={t('users')}
          columns={columns}
          rows={rows}
          rowKey={({ user }) => user}
          stale={query.isPlaceholderData}
          sort={{ column: list.sort, direction: list.order }}
          onSort={({ column, direction }) =>
            set({ sort: QUOTA_USER_SORTS.find((each) => each === column), order: direction })
          }
          footer={<LoadMore query={query} />}
        />
      )}
    </>
  );
}

/** Whoever overtakes another while pages are read is seen once. */
const unique = (rows: readonly QuotaUser[] | undefined): QuotaUser[] | undefined =>
  rows && [...new Map(rows.map((row) => [row.user, row])).values()];

function useColumns({ project, quota, status, onRaise }: QuotaUsersProps): Column<QuotaUser>[] {
  const t = useTexts(quotaTexts);
  const words = useQuotaWords();
  const [, setWhose] = useUrlState(whoseSearch);
  const apart = quota.scope.type === 'eachUser';
  const { measure } = quota;
  return [
    {
      id: 'user',
      header: t('user'),
      sortable: true,
      cell: ({ user, raised }) => (
        <span className="flex items-center gap-2">
          <Link
            to="/p/$project/users/$userId"
            params={{ project, userId: user }}
            title={t('openUser', { user })}
            className="truncate hover:text-accent hover:underline"
          >
            {user}
          </Link>
          {raised && (
            <Badge tone="accent" className="max-sm:hidden">
              {t('raised')}
            </Badge>
          )}
        </span>
      ),
    },
    ...(apart
      ? [
          {
            id: 'state',
            header: t('state'),
            width: '6.5rem',
            wideOnly: true,
            cell: ({ state }: QuotaUser) => <StandingBadge standing={state} quota={quota} />,
          },
        ]
      : []),
    {
      id: 'share',
      header: t('share'),
      width: 'clamp(6rem, 20vw, 15rem)',
      sortable: true,
      cell: ({ used, limit, share }) => (
        <span className="flex items-center gap-2">
          <QuotaGauge
            measure={measure}
            used={used}
            limit={limit ?? status?.subjects[0]?.limit ?? quota.limit}
            thresholds={apart ? quota.thresholds : []}
            className="flex-1 !min-w-10"
          />
          <span className="figures w-14 text-right text-xs text-muted max-sm:hidden">
            {words.percent(share)}
          </span>
        </span>
      ),
    },
    {
      id: 'used',
      header: t('used'),
      width: '9rem',
      align: 'right',
      sortable: true,
      wideOnly: true,
      cell: ({ used, limit }) => (
        <span title={words.exact(measure, used)}>
          {words.amount(measure, used)}
          {limit && <span className="text-muted"> / {words.amount(measure, limit)}</span>}
        </span>
      ),
    },
    {
      id: 'ways',
      header: <span className="sr-only">{t('actions')}</span>,
      width: apart ? '6.5rem' : '3rem',
      align: 'right',
      cell: ({ user }) => (
        <span className="flex justify-end">
          {apart && (
            <IconButton
              label={t('showBurnDown', { user })}
              className="size-7"
              onClick={() => setWhose({ user })}
            >
              <ChartLine className="size-3.5" aria-hidden />
            </IconButton>
          )}
          <Link
            to="/p/$project/traces"
            params={{ project }}
            search={{ filter: filterOf(quota, user), ...(status && windowOf(status)) }}
            aria-label={t('seeTraces', { user })}
            title={t('seeTraces', { user })}
            className="inline-flex size-7 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink"
          >
            <Activity className="size-3.5" aria-hidden />
          </Link>
          {onRaise && (
            <IconButton label={t('raiseUser', { user })} className="size-7" onClick={() => onRaise(user)}>
              <TrendingUp className="size-3.5" aria-hidden />
            </IconButton>
          )}
        </span>
      ),
    },
  ];
}

const windowOf = ({ window }: QuotaStatus) => ({ from: window.from, to: window.to });

/** The traces of a user that count under the quota. */
function filterOf({ scope }: StoredQuota, user: string): string {
  const own: Filter = { field: 'user', op: '=', values: [user] };
  const named: Filter[] =
    'value' in scope && scope.type !== 'user' ? [{ field: scope.type, op: '=', values: [scope.value] }] : [];
  return formatFilterText({ filters: [own, ...named], search: '' });
}
