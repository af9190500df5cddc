import { parseFilterText } from '@pharos/core/filter-text';
import { inBuckets } from '@pharos/core/time-range';
import { useMemo } from 'react';
import { useQuestion } from '../../../api/question.ts';
import { PartError } from '../../../components/ErrorState.tsx';
import { MetricLink } from '../../../components/MetricLink.tsx';
import { useMetricName } from '../../../i18n/metric-names.ts';
import { useProject } from '../../../use-project.ts';
import type { Subject } from './subjects.ts';
import type { Speed } from './use-speed.ts';

/** In the order in which they stand. What models tell of themselves belongs to whatever asks models. */
function figuresOf({ count, perMinute, success, latency: [p50, , , p95, p99] }: Subject): string[] {
  const ofModels = count === 'toolCalls' ? [] : ['ttftP95', 'outputSpeedP50'];
  return [count, perMinute, success, p50, p95, p99, ...ofModels];
}

/** How fast all of it was, each figure with its shape, its change and the traces behind it. */
export function Figures({ speed, period }: { speed: Speed; period: string }) {
  const { subject, shown, time } = speed;
  const project = useProject();
  const nameOf = useMetricName();
  const metrics = useMemo(() => figuresOf(subject), [subject]);
  const question = useMemo(() => {
    const { filters, search } = parseFilterText(shown.filter);
    return { metrics, filters, search, ...inBuckets(shown.bucketSeconds, time), compare: true };
  }, [metrics, shown, time]);
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
    search: { ...time.search, filter: shown.filter || undefined },
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
