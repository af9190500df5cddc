import type { ApiScore } from '@pharos/core/api/scores';
import type { TraceSummary } from '@pharos/core/api/spans';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { cx } from '../cx.ts';
import { ScoreBadges } from '../scores/ScoreBadge.tsx';
import { TokenBar } from '../TokenBar.tsx';
import { Duration, Money, Tokens, When } from '../values.tsx';
import { TraceStatus } from './TraceStatus.tsx';
import { stripTexts } from './texts.ts';
import { mainAgent } from './title.ts';

const Figure = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0 shrink-0">
    <dt className="text-xs text-muted">{name}</dt>
    <dd className="max-w-52 truncate font-semibold">{children}</dd>
  </div>
);

interface TraceStripProps {
  trace: TraceSummary;
  scores?: readonly ApiScore[];
  className?: string;
}

/** The figures of a trace on one line, or two: how long, how much, who, where. On a phone they scroll. */
export function TraceStrip({ trace, scores = [], className }: TraceStripProps) {
  const t = useTexts(stripTexts);
  const format = useFormat();
  const project = useProject();
  const { usage } = trace;
  return (
    <dl
      className={cx(
        'scroll-thin flex shrink-0 items-end gap-x-6 gap-y-2 border-b px-4 py-2.5 max-sm:overflow-x-auto sm:flex-wrap sm:px-5',
        className,
      )}
    >
      <div className="shrink-0 pb-0.5 sm:hidden">
        <TraceStatus trace={trace} />
      </div>
      <Figure name={t('duration')}>
        <Duration ms={trace.durationMs} />
      </Figure>
      {trace.timeToFirstTokenMs !== null && (
        <Figure name={t('firstToken')}>
          <Duration ms={trace.timeToFirstTokenMs} />
        </Figure>
      )}
      <Figure name={t('cost')}>
        <Money
          amount={trace.cost.total}
          currency={trace.cost.currency}
          unpricedSpans={trace.cost.unpricedSpans}
          of={{ tokens: usage.total, estimated: usage.estimated }}
        />
      </Figure>
      {usage.total > 0 && (
        <Figure name={t('tokens')}>
          <span className="flex items-center gap-2">
            <TokenBar counts={usage} className="w-20" />
            <Tokens count={usage.total} estimated={usage.estimated} />
            {usage.cachedRead > 0 && (
              <span className="font-normal text-muted">
                {t('cachedTokens', { count: format.compact(usage.cachedRead) })}
              </span>
            )}
          </span>
        </Figure>
      )}
      {scores.length > 0 && (
        <div className="min-w-0 shrink-0">
          <dt className="text-xs text-muted">{t('scores')}</dt>
          <dd>
            <ScoreBadges scores={scores} />
          </dd>
        </div>
      )}
      {trace.userId && (
        <Figure name={t('user')}>
          <Link
            to="/p/$project/users/$userId"
            params={{ project, userId: trace.userId }}
            className="hover:underline"
          >
            {trace.userId}
          </Link>
        </Figure>
      )}
      {trace.sessionId && (
        <Figure name={t('session')}>
          <Link
            to="/p/$project/sessions/$sessionId"
            params={{ project, sessionId: trace.sessionId }}
            className="hover:underline"
          >
            {trace.sessionId}
          </Link>
        </Figure>
      )}
      {trace.agents.length > 0 && (
        <Figure name={t('agent')}>
          <span title={trace.agents.join(', ')}>
            {mainAgent(trace)}
            {trace.agents.length > 1 && (
              <span className="font-normal text-muted"> +{trace.agents.length - 1}</span>
            )}
          </span>
        </Figure>
      )}
      {trace.release && <Figure name={t('release')}>{trace.release}</Figure>}
      {trace.environment && <Figure name={t('environment')}>{trace.environment}</Figure>}
      <Figure name={t('started')}>
        <When at={trace.startTime} relative={false} />
      </Figure>
    </dl>
  );
}
