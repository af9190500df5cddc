import { attentionRank } from '@pharos/core/agents/attention';
import type { AgentState } from '@pharos/core/agents/facts';
import type { ApiAgent } from '@pharos/core/api/agents';
import { useQuery } from '@tanstack/react-query';
import { agentsQuery } from '../../../api/agents.ts';
import { useReasonText } from '../../../components/agents/reason.ts';
import { State } from '../../../components/agents/State.tsx';
import { needsAttention } from '../../../components/agents/state-look.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import type { Look } from './look.ts';
import { wrongTexts } from './texts.ts';

/** Beside figures that are live it is enough to know within a while. */
const EVERY_MS = 15_000;
const WELL: ReadonlySet<AgentState> = new Set(['starting', 'running', 'idle']);

/** Agents that need attention; those of which nothing is known are not called well. */
export function useAgents(project: string): Look {
  const t = useTexts(wrongTexts);
  const reason = useReasonText();
  const query = useQuery({ ...agentsQuery(project), refetchInterval: EVERY_MS });
  const agents = query.data?.data ?? [];
  return {
    title: t('agents'),
    rows: 3,
    troubles:
      query.data &&
      agents
        .filter(needsAttention)
        .toSorted((a, b) => attentionRank(a) - attentionRank(b) || a.name.localeCompare(b.name))
        .map((agent) => ({
          key: agent.name,
          mark: <State {...agent} />,
          title: agent.name,
          note: reason(agent.reason),
          since: agent.since,
          link: { to: '/p/$project/agents/$name', params: { project, name: agent.name } },
        })),
    well: wellText(agents, t),
    list: { to: '/p/$project/agents', params: { project } },
    attention: { to: '/p/$project/agents', params: { project }, search: { show: 'attention' } },
    error: query.error,
    onRetry: () => void query.refetch(),
  };
}

function wellText(agents: readonly ApiAgent[], t: typeof wrongTexts.t): string | undefined {
  const well = agents.filter(({ state }) => WELL.has(state)).length;
  const unknown = agents.filter(({ state }) => state === 'unknown').length;
  const parts = [
    ...(well > 0 ? [t('agentsWell', { count: well })] : []),
    ...(unknown > 0 ? [t('agentsUnknown', { count: unknown })] : []),
  ];
  return parts.length > 0 ? parts.join(' · ') : undefined;
}
