import type { ApiScore } from '@pharos/core/api/scores';
import type { Filter } from '@pharos/core/filter';
import { formatFilterText } from '@pharos/core/filter-text';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuestion } from '../../api/question.ts';
import { type ScoresOf, scoresQuery } from '../../api/scores.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { PartError } from '../ErrorState.tsx';
import { Panel } from '../Panel.tsx';
import { SkeletonRows } from '../Skeleton.tsx';
import { ScoreList } from './ScoreList.tsx';
import { ScoreSummary } from './ScoreSummary.tsx';
import { summaryOf } from './score-summary.ts';
import { scoreTexts } from './texts.ts';

/** Names × labels that are told apart. */
const GROUPS = 100;

interface ScoresPanelProps {
  of: ScoresOf;
  /** The same in the words of a question. */
  filter: Filter;
  range: { from: string; to: string };
  /** How many are listed. */
  shown?: number;
  /** Where all of them are. */
  all?: ReactNode;
  children?: ReactNode;
  className?: string;
}

/** The scores of a session or a user: what they say together, then the latest of them. */
export function ScoresPanel({ of, filter, range, shown = 10, all, children, className }: ScoresPanelProps) {
  const t = useTexts(scoreTexts);
  const project = useProject();
  const list = useQuery(scoresQuery(project, { ...of, limit: shown }));
  const summary = useQuestion(project, {
    metrics: ['scores', 'scoreAvg'],
    dimensions: ['score', 'scoreLabel'],
    filters: [filter],
    ...range,
    limit: GROUPS,
  });
  const scores = list.data?.data ?? [];
  return (
    <Panel
      title={t('scores')}
      note={list.data?.nextCursor ? t('latest', { count: shown }) : undefined}
      actions={all}
      className={className ?? ''}
    >
      {summary.data && <ScoreSummary names={summaryOf(summary.data)} />}
      {list.isError ? (
        <PartError error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonRows rows={3} />
      ) : scores.length === 0 ? (
        <p className="py-3 text-muted">{t('none')}</p>
      ) : (
        <ScoreList scores={scores} about={(score) => <JudgedLink score={score} />} />
      )}
      {children}
    </Panel>
  );
}

/** To what a score judges. */
function JudgedLink({ score }: { score: ApiScore }) {
  const t = useTexts(scoreTexts);
  const project = useProject();
  const { traceId, spanId } = score;
  if (!traceId) return <span>{t('onSession')}</span>;
  return (
    <Link
      to="/p/$project/traces/$traceId"
      params={{ project, traceId }}
      search={spanId ? { span: spanId } : {}}
      className="text-accent hover:underline"
    >
      {t(spanId ? 'onSpan' : 'onTrace')}
    </Link>
  );
}

/** The condition that a list of traces has for those with a score as well. */
export const withScores = (filter: Filter): string =>
  formatFilterText({ filters: [filter, { field: 'score', op: 'exists', values: [] }], search: '' });
