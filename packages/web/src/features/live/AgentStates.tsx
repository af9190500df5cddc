import { attentionRank } from '@pharos/core/agents/attention';
import type { LiveItems } from '@pharos/core/api/live';
import type { TopicView } from '@pharos/core/live/view';
import { Link } from '@tanstack/react-router';
import { useReasonText } from '../../components/agents/reason.ts';
import { State } from '../../components/agents/State.tsx';
import { LiveList, ROW } from '../../components/live/LiveList.tsx';
import { Absent } from '../../components/values.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { liveTexts } from './texts.ts';

interface AgentStatesProps {
  topic: TopicView<LiveItems['agents']> | undefined;
  nowMs: number;
  className?: string;
}

/** How each agent does, the worst first. */
export function AgentStates({ topic, nowMs, className = '' }: AgentStatesProps) {
  const t = useTexts(liveTexts);
  const format = useFormat();
  const reason = useReasonText();
  const project = useProject();
  return (
    <LiveList
      title={t('agents')}
      note={t('agentsNote')}
      topic={topic}
      none={t('noAgents')}
      className={className}
    >
      {(items) =>
        [...items.values()]
          .sort((a, b) => attentionRank(a) - attentionRank(b) || a.name.localeCompare(b.name))
          .map((agent) => (
            <li key={agent.name}>
              <Link
                to="/p/$project/agents/$name"
                params={{ project, name: agent.name }}
                className={`${ROW} h-11`}
              >
                <span className="w-24 shrink-0">
                  <State {...agent} />
                </span>
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{agent.name}</span>
                  <span className="block truncate text-xs text-muted">{reason(agent.reason)}</span>
                </span>
                <span className="figures shrink-0 text-xs text-muted">
                  {agent.since ? format.relative(Date.parse(agent.since), nowMs) : <Absent />}
                </span>
              </Link>
            </li>
          ))
      }
    </LiveList>
  );
}
