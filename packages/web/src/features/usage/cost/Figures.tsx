import { allOf } from '@pharos/core/filter-text';
import type { QuestionInput } from '@pharos/core/question';
import type { LinkProps } from '@tanstack/react-router';
import { useQuestion } from '../../../api/question.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { MetricLink } from '../../../components/MetricLink.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { useTexts } from '../../../i18n/i18n.ts';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useProject } from '../../../use-project.ts';
import { costTexts } from './texts.ts';
import type { Asked, Usage } from './use-usage.ts';

/** In the order in which they stand, and where each leads. */
const FIGURES = [
  { metric: 'cost', to: 'traces', filter: 'cost:>0' },
  { metric: 'tokens', to: 'traces', filter: 'tokens:>0' },
  { metric: 'costPerSuccess', to: 'traces', filter: '-status:error' },
  { metric: 'costPerUser', to: 'users', filter: '' },
  { metric: 'costPerSession', to: 'sessions', filter: '' },
  { metric: 'cacheHitRate', to: 'traces', filter: '' },
  { metric: 'cacheSavings', to: 'traces', filter: '' },
  { metric: 'unpricedCalls', to: 'traces', filter: 'pricing:unpriced' },
] as const;
const METRICS = FIGURES.map(({ metric }) => metric);

/** What all of it was and is; whoever needs one of these figures asks for all, which is one request for the page. */
export const figuresOf = (asked: Asked): QuestionInput => ({ ...asked, metrics: METRICS, compare: true });

/** What all of it was, each figure with its shape, its change and the list behind it. */
export function Figures({ usage, period }: { usage: Usage; period: string }) {
  const project = useProject();
  const t = useTexts(costTexts);
  const format = useFormat();
  const nameOf = useMetricName();
  const { asked, time, filter } = usage;
  const figures = useQuestion(project, figuresOf(asked));
  const estimated = useQuestion(project, { ...asked, metrics: ['estimatedTokenShare'] });
  if (figures.isError) {
    return (
      <div className="min-h-36">
        <PartError error={figures.error} onRetry={() => void figures.refetch()} />
      </div>
    );
  }
  const series = figures.data?.series[0];
  const guessed = estimated.data?.series[0]?.totals.estimatedTokenShare;
  const link = ({ to, filter: own }: (typeof FIGURES)[number]): LinkProps => ({
    to: `/p/$project/${to}`,
    params: { project },
    search: { ...time.search, filter: allOf(filter, own) || undefined },
  });
  return (
    <div aria-busy={figures.isFetching} className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
      {FIGURES.map((each) => (
        <MetricLink
          key={each.metric}
          name={each.metric}
          label={nameOf(each.metric)}
          series={series}
          link={link(each)}
          period={period}
          aside={
            each.metric === 'tokens' && guessed
              ? t('estimated', { share: format.percent(guessed) })
              : undefined
          }
        />
      ))}
    </div>
  );
}
