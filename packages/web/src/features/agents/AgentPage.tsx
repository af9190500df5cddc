import type { ApiAgentDetail } from '@pharos/core/api/agents';
import { formatFilterText } from '@pharos/core/filter-text';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { agentQuery } from '../../api/agents.ts';
import { isFailure } from '../../api/failure.ts';
import { useReasonText } from '../../components/agents/reason.ts';
import { State } from '../../components/agents/State.tsx';
import { ErrorState, PartError } from '../../components/ErrorState.tsx';
import { Figures, FiguresSkeleton } from '../../components/Figures.tsx';
import { Gone } from '../../components/Gone.tsx';
import { Absent, Duration, Tokens, When } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Page } from '../../shell/Page.tsx';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { AgentFlow } from './AgentFlow.tsx';
import { InstanceResources } from './InstanceResources.tsx';
import { Instances } from './Instances.tsx';
import { LastError } from './LastError.tsx';
import { RunsInFlight } from './RunsInFlight.tsx';
import { StateTimeline } from './StateTimeline.tsx';
import { agentsTexts } from './texts.ts';

/** One agent: how it does and why, its states over time, the processes it lives in, and what it does now. */
export function AgentPage() {
  const t = useTexts(agentsTexts);
  const project = useProject();
  const { name = '' } = useParams({ strict: false });
  const { from, to } = useTimeRange();
  const query = useQuery(agentQuery(project, name, { from, to }));
  const agent = query.data;
  return (
    <Page
      fill
      range
      title={name}
      heading={
        <span className="flex items-center gap-3">
          <span className="truncate">{name}</span>
          {agent && (
            <span className="shrink-0 text-sm">
              <State {...agent} />
            </span>
          )}
        </span>
      }
      crumbs={[
        <Link
          key="agents"
          to="/p/$project/agents"
          params={{ project }}
          className="hover:text-ink hover:underline"
        >
          {t('title')}
        </Link>,
      ]}
      actions={<Links name={name} />}
    >
      {agent ? (
        <div className="flex h-full flex-col">
          {query.isError && (
            <div className="px-4 sm:px-5">
              <PartError error={query.error} onRetry={() => void query.refetch()} />
            </div>
          )}
          <Why agent={agent} />
          <AgentFigures agent={agent} />
          <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 py-4 sm:px-5">
            <StateTimeline query={query} />
            <AgentFlow name={name} />
            <RunsInFlight agent={agent} />
            <Instances instances={agent.instances} />
            <InstanceResources instances={agent.instances} />
          </div>
        </div>
      ) : isFailure(query.error, 404) ? (
        <Gone
          title={t('gone')}
          back={{ to: '/p/$project/agents', params: { project } }}
          backLabel={t('back')}
        >
          {t('goneHint')}
        </Gone>
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <FiguresSkeleton />
      )}
    </Page>
  );
}

/** To what it did and what that cost, in the same time range. */
function Links({ name }: { name: string }) {
  const t = useTexts(agentsTexts);
  const project = useProject();
  const time = useTimeRange();
  const filter = formatFilterText({ filters: [{ field: 'agent', op: '=', values: [name] }], search: '' });
  const to = { params: { project }, search: { ...time.search, filter } };
  return (
    <nav aria-label={name} className="flex items-center gap-4 text-sm">
      <Link to="/p/$project/traces" {...to} className="text-accent hover:underline">
        {t('traces')}
      </Link>
      <Link to="/p/$project/usage" {...to} className="text-accent hover:underline">
        {t('usage')}
      </Link>
    </nav>
  );
}

/** Why it is in its state, and since when. */
function Why({ agent }: { agent: ApiAgentDetail }) {
  const t = useTexts(agentsTexts);
  const project = useProject();
  const reasonText = useReasonText();
  const { reason, since } = agent;
  return (
    <p className="px-4 pt-3 text-sm sm:px-5">
      {reasonText(reason)}{' '}
      {reason.run && (
        <Link
          to="/p/$project/traces/$traceId"
          params={{ project, traceId: reason.run }}
          className="text-accent underline"
        >
          {t('openRun')}
        </Link>
      )}
      {since && (
        <span className="text-muted">
          {' '}
          · {t('sinceThen')} <When at={since} relative={false} />
        </span>
      )}
    </p>
  );
}

function AgentFigures({ agent }: { agent: ApiAgentDetail }) {
  const t = useTexts(agentsTexts);
  const format = useFormat();
  const percent = (share: number | null) => (share === null ? <Absent /> : format.percent(share));
  const { lastHour } = agent;
  return (
    <Figures
      items={[
        [t('uptime'), percent(agent.uptime)],
        [t('mttr'), <Duration key="mttr" ms={agent.mttrMs} />],
        [t('failures'), format.count(agent.failures)],
        [t('requestsHour'), <Tokens key="requests" count={lastHour.requests} />],
        [t('successHour'), percent(lastHour.successRate)],
        [t('p95Hour'), <Duration key="p95" ms={lastHour.p95Ms} />],
        [t('versions'), agent.versions.join(', ') || <Absent key="versions" />],
        [t('lastError'), <LastError key="error" lastError={agent.lastError} />],
      ]}
    />
  );
}
