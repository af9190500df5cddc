import { formatFilterText } from '@pharos/core/filter-text';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { isFailure } from '../../api/failure.ts';
import { userQuery } from '../../api/telemetry.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Figures, FiguresSkeleton } from '../../components/Figures.tsx';
import { Gone } from '../../components/Gone.tsx';
import { UserQuotas } from '../../components/quotas/UserQuotas.tsx';
import { Money, Tokens, When } from '../../components/values.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useProject } from '../../use-project.ts';
import { usersTexts } from './texts.ts';
import { UserCost } from './UserCost.tsx';
import { UserSessions, UserTraces } from './UserLists.tsx';
import { UserScores } from './UserScores.tsx';
import { UserDevices, UserPhase } from './user/UserPresence.tsx';
import { UserTimeline } from './user/UserTimeline.tsx';

/** One user: whether they are there, how much and since when, what it costs over time, and what they did. */
export function UserPage() {
  const t = useTexts(usersTexts);
  const project = useProject();
  const { userId = '' } = useParams({ strict: false });
  const query = useQuery(userQuery(project, userId));
  const filter = { field: 'user', op: '=' as const, values: [userId] };
  const text = formatFilterText({ filters: [filter], search: '' });
  const user = query.data;
  return (
    <Page
      fill
      range
      title={userId}
      heading={
        <span className="flex items-center gap-3">
          <span className="truncate">{userId}</span>
          <span className="shrink-0 text-sm">
            <UserPhase key={userId} userId={userId} />
          </span>
        </span>
      }
      crumbs={[
        <Link
          key="users"
          to="/p/$project/users"
          params={{ project }}
          className="hover:text-ink hover:underline"
        >
          {t('title')}
        </Link>,
      ]}
    >
      {isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/users', params: { project } }}
          backLabel={t('backToUsers')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="flex h-full flex-col">
          {user ? (
            <Figures
              items={[
                [
                  t('cost'),
                  <Money
                    key="cost"
                    amount={user.cost}
                    unpricedSpans={user.unpricedSpans}
                    of={{ tokens: user.tokens, estimated: user.estimatedTokens }}
                  />,
                ],
                [t('tokens'), <Tokens key="tokens" count={user.tokens} estimated={user.estimatedTokens} />],
                [t('traces'), <Tokens key="traces" count={user.traceCount} />],
                [t('sessions'), <Tokens key="sessions" count={user.sessionCount} />],
                [
                  t('errors'),
                  user.errorCount > 0 ? (
                    <StatusBadge key="errors" status="error" errors={user.errorCount} />
                  ) : (
                    '0'
                  ),
                ],
                [t('lastSeen'), <When key="last" at={user.lastSeen} />],
                [t('firstSeen'), <When key="first" at={user.firstSeen} />],
              ]}
            />
          ) : (
            <FiguresSkeleton />
          )}
          <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 py-4 sm:px-5">
            <UserCost filter={filter} />
            <UserTimeline userId={userId} filter={text} />
            <UserQuotas userId={userId} className="shrink-0 border-t pt-3" />
            <UserScores userId={userId} filter={filter} />
            <UserDevices userId={userId} />
            <UserSessions filter={text} />
            <UserTraces filter={text} />
          </div>
        </div>
      )}
    </Page>
  );
}
