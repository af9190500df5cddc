import { parseFilterText } from '@pharos/core/filter-text';
import { inBuckets } from '@pharos/core/time-range';
import { useMemo } from 'react';
import { useQuestion } from '../../api/question.ts';
import { PartError } from '../../components/ErrorState.tsx';
import { MetricLink } from '../../components/MetricLink.tsx';
import { useMetricName } from '../../i18n/metric-names.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';

interface MetricStripProps {
  metrics: readonly string[];
  filter: string;
  bucketSeconds: number;
  /** What figures are compared with. */
  period: string;
  /** What finds the traces behind them. */
  tracesFilter: string;
}

/** Figures side by side, each with its shape, its change and the traces behind it. */
export function MetricStrip({ metrics, filter, bucketSeconds, period, tracesFilter }: MetricStripProps) {
  const project = useProject();
  const time = useTimeRange();
  const nameOf = useMetricName();
  const question = useMemo(() => {
    const { filters, search } = parseFilterText(filter);
    return { metrics: [...metrics], filters, search, ...inBuckets(bucketSeconds, time), compare: true };
  }, [metrics, filter, bucketSeconds, time]);
  const { data, isError, isFetching, error, refetch } = useQuestion(project, question);
  if (isError) {
    return (
      <div className="min-h-36">
        <PartError error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  const link = {
    to: '/p/$project/traces',
    params: { project },
    search: { ...time.search, filter: tracesFilter || undefined },
  } as const;
  return (
    <div aria-busy={isFetching} className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
      {metrics.map((name) => (
        <MetricLink
          key={name}
          name={name}
          label={nameOf(name)}
          series={data?.series[0]}
          link={link}
          period={period}
        />
      ))}
    </div>
  );
}
