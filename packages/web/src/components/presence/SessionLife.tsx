import { useQuery } from '@tanstack/react-query';
import { presenceHistoryQuery } from '../../api/presence.ts';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { Panel } from '../Panel.tsx';
import { PhaseBadge } from './PhaseBadge.tsx';
import { presenceTexts } from './texts.ts';

interface SessionLifeProps {
  sessionId: string;
  range: { from: string; to: string };
  className?: string;
}

/** When a session started, was idle, ended and was resumed. Nothing where nobody told. */
export function SessionLife({ sessionId, range, className }: SessionLifeProps) {
  const t = useTexts(presenceTexts);
  const format = useFormat();
  const project = useProject();
  const query = useQuery(presenceHistoryQuery(project, { session: sessionId, ...range }));
  const [session] = query.data?.sessions ?? [];
  if (!session) return null;
  return (
    <Panel
      title={t('life')}
      note={t('lifeNote')}
      actions={<PhaseBadge phase={session.phase} />}
      className={className ?? ''}
    >
      <ol className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {session.moments.map(({ event, at, by }) => (
          <li key={`${at} ${event}`} className="flex items-baseline gap-1.5">
            <span>{t(`event_${event}`)}</span>
            <time
              dateTime={at}
              className="figures text-xs text-muted"
              title={format.fullTime(Date.parse(at))}
            >
              {format.dateTime(Date.parse(at))}
            </time>
            {by === 'timeout' && <span className="text-xs text-muted">({t('timeout')})</span>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
