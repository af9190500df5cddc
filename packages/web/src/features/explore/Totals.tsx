import { unitOfMetric } from '@pharos/core/metric-points/named';
import { metricNamed } from '@pharos/core/metrics';
import type { Answer } from '@pharos/core/question';
import type { UseQueryResult } from '@tanstack/react-query';
import { Stat } from '../../charts/stat/Stat.tsx';
import { Delta } from '../../components/Delta.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useMetricName } from '../../i18n/metric-names.ts';
import { useWidgetSource } from '../../widgets/context.ts';

interface TotalsProps {
  metrics: readonly string[];
  query: UseQueryResult<Answer>;
}

/** The figures of the whole time range, each with its change. */
export function Totals({ metrics, query }: TotalsProps) {
  const name = useMetricName();
  const format = useFormat();
  const { periodName } = useWidgetSource();
  const series = query.data?.series[0];
  if (query.isError && !series) return null;
  return (
    <div className="grid grid-cols-2 gap-x-6 gap-y-4 border-t pt-3 sm:grid-cols-3 xl:grid-cols-6">
      {metrics.map((metric) => {
        const unit = unitOfMetric(metric, query.data?.units);
        const known = { unit, better: metricNamed(metric)?.better ?? ('neither' as const) };
        if (!series) return <Skeleton key={metric} className="h-14 w-32" />;
        const value = series.totals[metric] ?? undefined;
        return (
          <Stat
            key={metric}
            label={name(metric)}
            figure={value === undefined ? undefined : format.figure(value, unit)}
            exact={value === undefined ? undefined : format.full(value, unit, series.exact[metric])}
            points={series.points?.[metric]}
            lastIncomplete
            note={<Delta metric={known} now={value} before={series.previous?.[metric]} period={periodName} />}
          />
        );
      })}
    </div>
  );
}
