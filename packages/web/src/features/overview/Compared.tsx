import type { Series } from '@pharos/core/question';
import type { UseQueryResult } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useQuestion } from '../../api/question.ts';
import { PartError } from '../../components/ErrorState.tsx';
import { MetricLink } from '../../components/MetricLink.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useRangeLabel } from '../../shell/RangePicker.tsx';
import { useProject } from '../../use-project.ts';
import { overview } from './messages.ts';
import { SectionTitle } from './SectionTitle.tsx';
import type { OverviewRange } from './use-overview-range.ts';

const REQUEST_METRICS = ['requests', 'successRate', 'latencyP95'];
const SPAN_METRICS = ['tokens', 'cost', 'users', 'cacheHitRate', 'unpricedCalls'];

type StatName = 'requests' | 'successRate' | 'latencyP95' | 'tokens' | 'cost' | 'users';

interface ComparedProps {
  range: OverviewRange;
  period: string;
}

/** The six figures of the range, each with its shape, its change and the list behind it. */
export function Compared({ range, period }: ComparedProps) {
  const t = useTexts(overview);
  const label = useRangeLabel()(range.time.range);
  return (
    <section aria-label={label} className="border-t pt-2">
      <SectionTitle title={label} note={t('compared', { period })} />
      <div className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-6">
        <OfRequests range={range} period={period} />
        <OfSpans range={range} period={period} />
      </div>
    </section>
  );
}

function OfRequests({ range, period }: ComparedProps) {
  const project = useProject();
  const query = useQuestion(project, { metrics: REQUEST_METRICS, ...range.fine, compare: true });
  const series = query.data?.series[0];
  const p95 = series?.totals.latencyP95;
  const traces = useTraces(range);
  if (query.isError && !query.data) return <Failed query={query} />;
  const stat = (name: StatName, link: LinkProps) => <Stat {...{ name, series, link, period }} />;
  return (
    <>
      {stat('requests', traces())}
      {stat('successRate', traces('status:error'))}
      {stat('latencyP95', traces(p95 ? `duration:>=${Math.floor(p95)}ms` : undefined))}
    </>
  );
}

function OfSpans({ range, period }: ComparedProps) {
  const project = useProject();
  const t = useTexts(overview);
  const format = useFormat();
  const query = useQuestion(project, { metrics: SPAN_METRICS, ...range.fine, compare: true });
  const series = query.data?.series[0];
  const cached = series?.totals.cacheHitRate;
  const unpriced = series?.totals.unpricedCalls;
  const traces = useTraces(range);
  if (query.isError && !query.data) return <Failed query={query} />;
  const stat = (name: StatName, link: LinkProps, aside?: ReactNode) => (
    <Stat {...{ name, series, link, period, aside }} />
  );
  return (
    <>
      {stat('tokens', traces(), cached ? t('cacheHit', { share: format.percent(cached) }) : undefined)}
      {stat(
        'cost',
        traces('cost:>0'),
        unpriced ? t('unpriced', { count: unpriced, shown: format.compact(unpriced) }) : undefined,
      )}
      {stat('users', { to: '/p/$project/users', params: { project }, search: range.time.search })}
    </>
  );
}

interface StatProps {
  name: StatName;
  series: Series | undefined;
  link: LinkProps;
  period: string;
  aside?: ReactNode;
}

const Stat = ({ name, ...rest }: StatProps) => (
  <MetricLink name={name} label={useTexts(overview)(name)} {...rest} />
);

/** In place of three figures that could not be had; the other three stay. */
const Failed = ({ query }: { query: UseQueryResult }) => (
  <div className="col-span-2 min-h-19 sm:col-span-3">
    <PartError error={query.error} onRetry={() => void query.refetch()} />
  </div>
);

/** Traces of the range, of which a filter holds. */
function useTraces({ time }: OverviewRange): (filter?: string) => LinkProps {
  const project = useProject();
  return (filter) => ({
    to: '/p/$project/traces',
    params: { project },
    search: filter ? { ...time.search, filter } : time.search,
  });
}
