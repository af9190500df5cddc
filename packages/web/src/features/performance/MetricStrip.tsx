import { PartError } from '../../components/ErrorState.tsx';
import { MetricLink } from '../../components/MetricLink.tsx';
import { useMetricName } from '../../i18n/metric-names.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { type FiguresAsked, useFigures } from './use-figures.ts';

interface MetricStripProps extends FiguresAsked {
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
  const { data, isError, isFetching, error, refetch } = useFigures({ metrics, filter, bucketSeconds });
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
