import type { LiveItems } from '@pharos/core/api/live';
import type { TopicView } from '@pharos/core/live/view';
import { Link, type LinkProps } from '@tanstack/react-router';
import { UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { StateMark } from '../agents/State.tsx';
import { agentWords } from '../agents/texts.ts';
import { LiveList, ROW } from './LiveList.tsx';
import { liveWords } from './texts.ts';

interface FeedProps {
  sessions: TopicView<LiveItems['sessions']> | undefined;
  /** Left out where only users matter. */
  transitions?: TopicView<LiveItems['transitions']> | undefined;
  className?: string;
}

interface Told {
  key: string;
  at: string;
  mark: ReactNode;
  text: string;
  link: LinkProps;
}

const SHOWN = 60;

/** Users who come and go and agents that change state, the latest first. */
export function Feed({ sessions, transitions, className = '' }: FeedProps) {
  const t = useTexts(liveWords);
  const w = useTexts(agentWords);
  const format = useFormat();
  const project = useProject();
  const userTold = ([key, { event, userId, at, by }]: [string, LiveItems['sessions']]): Told => ({
    ...{
      key,
      at,
      text: t(event === 'ended' && by === 'timeout' ? 'user_lapsed' : `user_${event}`, { user: userId }),
    },
    mark: <UserRound aria-hidden className="size-3 shrink-0 text-muted" />,
    link: { to: '/p/$project/users/$userId', params: { project, userId } },
  });
  const agentTold = ([key, { agent, at, ...verdict }]: [string, LiveItems['transitions']]): Told => ({
    ...{ key, at, text: t('became', { agent, state: w(verdict.state) }) },
    mark: <StateMark {...verdict} />,
    link: { to: '/p/$project/agents/$name', params: { project, name: agent } },
  });
  const all = (): Told[] =>
    [...[...(sessions?.items ?? [])].map(userTold), ...[...(transitions?.items ?? [])].map(agentTold)]
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
      .slice(0, SHOWN);
  return (
    <LiveList title={t('feed')} topic={sessions} none={t('noFeed')} className={className}>
      {() =>
        all().map(({ key, at, mark, text, link }) => (
          <li key={key}>
            <Link {...link} className={`${ROW} h-8`}>
              <time dateTime={at} className="figures shrink-0 text-xs text-muted">
                {format.timeOfDay(Date.parse(at))}
              </time>
              {mark}
              <span title={text} className="min-w-0 flex-1 truncate">
                {text}
              </span>
            </Link>
          </li>
        ))
      }
    </LiveList>
  );
}
