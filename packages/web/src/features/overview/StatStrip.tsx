import type { Series } from '@pharos/core/question';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuestion } from '../../api/question.ts';
import { PartError } from '../../components/ErrorState.tsx';
import { MetricLink } from '../../components/MetricLink.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useProject } from '../../use-project.ts';
import { overview } from './messages.ts';
import type { OverviewRange } from './use-overview-range.ts';

const REQUEST_METRICS = ['requests', 'successRate', 'latencyP95'];
const SPAN_METRICS = ['tokens', 'cost', 'users', 'cacheHitRate', 'unpricedCalls'];

type StatName = 'requests' | 'successRate' | 'latencyP95' | 'tokens' | 'cost' | 'users';

/** The six figures of the page, each with its shape, its change and the list behind it. */
export function StatStrip({ range, period }: { range: OverviewRange; period: string }) {
  const project = useProject();
  const t = useTexts(overview);
  const format = useFormat();
  const requests = useQuestion(project, { metrics: REQUEST_METRICS, ...range.fine, compare: true });
  const spans = useQuestion(project, { metrics: SPAN_METRICS, ...range.fine, compare: true });
  const ofRequests = requests.data?.series[0];
  const ofSpans = spans.data?.series[0];
  const p95 = ofRequests?.totals.latencyP95;
  const cached = ofSpans?.totals.cacheHitRate;
  const unpriced = ofSpans?.totals.unpricedCalls;

  const search = range.time.search;
  const traces = (filter?: string): LinkProps => ({
    to: '/p/$project/traces',
    params: { project },
    search: filter ? { ...search, filter } : search,
  });
  const users: LinkProps = { to: '/p/$project/users', params: { project }, search };

  if (requests.isError && spans.isError) {
    return (
      <div className="min-h-19">
        <PartError
          error={requests.error}
          onRetry={() => void Promise.all([requests.refetch(), spans.refetch()])}
        />
      </div>
    );
  }
  const stat = (name: StatName, series: Series | undefined, link: LinkProps, aside?: ReactNode) => (
    <MetricLink name={name} label={t(name)} series={series} link={link} period={period} aside={aside} />
  );
  return (
    <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 xl:grid-cols-6">
      {stat('requests', ofRequests, traces())}
      {stat('successRate', ofRequests, traces('status:error'))}
      {stat('latencyP95', ofRequests, traces(p95 ? `duration:>=${Math.floor(p95)}ms` : undefined))}
      {stat(
        'tokens',
        ofSpans,
        traces(),
        cached ? t('cacheHit', { share: format.percent(cached) }) : undefined,
      )}
      {stat(
        'cost',
        ofSpans,
        traces('cost:>0'),
        unpriced ? t('unpriced', { count: unpriced, shown: format.compact(unpriced) }) : undefined,
      )}
      {stat('users', ofSpans, users)}
    </div>
  );
}
