import { HISTORY_LIMITS } from '@pharos/core/api/presence-history';
import type { SessionSummary } from '@pharos/core/api/spans';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { isFailure } from '../../api/failure.ts';
import { sessionQuery } from '../../api/telemetry.ts';
import { StatusBadge } from '../../components/Badge.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Figures } from '../../components/Figures.tsx';
import { Gone } from '../../components/Gone.tsx';
import { SessionLife } from '../../components/presence/SessionLife.tsx';
import { SkeletonRows } from '../../components/Skeleton.tsx';
import { Absent, Duration, Money, Tokens, When } from '../../components/values.tsx';
import { AmountsAt } from '../../format/shown-rate.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useProject } from '../../use-project.ts';
import { SessionReplay } from './SessionReplay.tsx';
import { SessionScores } from './SessionScores.tsx';
import { sessionsTexts } from './texts.ts';

/** One session, replayed as the conversation it was. */
export function SessionPage() {
  const t = useTexts(sessionsTexts);
  const project = useProject();
  const { sessionId = '' } = useParams({ strict: false });
  const query = useQuery(sessionQuery(project, sessionId));
  return (
    <Page
      fill
      title={sessionId}
      crumbs={[
        <Link
          key="sessions"
          to="/p/$project/sessions"
          params={{ project }}
          className="hover:text-ink hover:underline"
        >
          {t('title')}
        </Link>,
      ]}
    >
      {query.data ? (
        <AmountsAt at={query.data.session.lastSeen}>
          <div className="flex h-full flex-col">
            <SessionFigures session={query.data.session} />
            <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
              <div className="mx-auto max-w-4xl px-4 pt-3 empty:hidden sm:px-5">
                <SessionLife sessionId={sessionId} range={lifeRange(query.data.session)} />
              </div>
              <SessionScores session={query.data.session} />
              <SessionReplay traces={query.data.traces} />
            </div>
          </div>
        </AmountsAt>
      ) : isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/sessions', params: { project } }}
          backLabel={t('backToSessions')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <div className="p-5">
          <SkeletonRows rows={12} />
        </div>
      )}
    </Page>
  );
}

function SessionFigures({ session }: { session: SessionSummary }) {
  const t = useTexts(sessionsTexts);
  const project = useProject();
  const user = session.userId && (
    <Link
      to="/p/$project/users/$userId"
      params={{ project, userId: session.userId }}
      className="hover:underline"
    >
      {session.userId}
    </Link>
  );
  return (
    <Figures
      items={[
        [t('user'), user || <Absent />],
        [t('turns'), <Tokens key="turns" count={session.traceCount} />],
        [
          t('errors'),
          session.errorCount > 0 ? (
            <StatusBadge key="errors" status="error" errors={session.errorCount} />
          ) : (
            '0'
          ),
        ],
        [t('tokens'), <Tokens key="tokens" count={session.tokens} estimated={session.estimatedTokens} />],
        [
          t('cost'),
          <Money
            key="cost"
            amount={session.cost}
            unpricedSpans={session.unpricedSpans}
            of={{ tokens: session.tokens, estimated: session.estimatedTokens }}
          />,
        ],
        [
          t('lasted'),
          <Duration key="lasted" ms={Date.parse(session.lastSeen) - Date.parse(session.startTime)} />,
        ],
        [t('started'), <When key="started" at={session.startTime} relative={false} />],
        [t('lastSeen'), <When key="seen" at={session.lastSeen} />],
      ]}
    />
  );
}

const DAY_MS = 86_400_000;

/** Presence may be told before the first trace and after the last. Of a session that went on for long, its last days. */
function lifeRange({ startTime, lastSeen }: SessionSummary): { from: string; to: string } {
  const toMs = Date.parse(lastSeen) + DAY_MS;
  const fromMs = Math.max(Date.parse(startTime) - DAY_MS, toMs - HISTORY_LIMITS.days * DAY_MS);
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
