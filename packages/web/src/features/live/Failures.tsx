import type { LiveItems } from '@pharos/core/api/live';
import type { TopicView } from '@pharos/core/live/view';
import { Link } from '@tanstack/react-router';
import { LiveList, ROW } from '../../components/live/LiveList.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { liveTexts } from './texts.ts';

interface FailuresProps {
  topic: TopicView<LiveItems['errors']> | undefined;
  className?: string;
}

/** Failed steps as they end, the latest first; each leads to its step. */
export function Failures({ topic, className = '' }: FailuresProps) {
  const t = useTexts(liveTexts);
  const format = useFormat();
  const project = useProject();
  return (
    <LiveList
      title={t('errors')}
      note={t('errorsNote')}
      topic={topic}
      none={t('noErrors')}
      className={className}
    >
      {(items) =>
        [...items]
          .sort(([, a], [, b]) => (a.at < b.at ? 1 : -1))
          .map(([key, error]) => (
            <li key={key}>
              <Link
                to="/p/$project/traces/$traceId"
                params={{ project, traceId: error.traceId }}
                search={{ span: error.spanId }}
                className={`${ROW} h-9`}
              >
                <time dateTime={error.at} className="figures shrink-0 text-xs text-muted">
                  {format.timeOfDay(Date.parse(error.at))}
                </time>
                <span className="max-w-2/5 shrink-0 truncate text-bad">{error.place}</span>
                <span title={error.message} dir="auto" className="min-w-0 flex-1 truncate text-soft">
                  {error.message || error.type}
                </span>
                <span className="hidden max-w-1/4 shrink-0 truncate text-xs text-muted 2xl:block">
                  {error.agent}
                </span>
              </Link>
            </li>
          ))
      }
    </LiveList>
  );
}
