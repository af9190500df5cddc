import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { parseFilterText } from '@pharos/core/filter-text';
import { inBuckets } from '@pharos/core/time-range';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usualQuery } from '../../../api/performance.ts';
import { isJudged } from '../../../calendar-buckets.ts';
import { useProject } from '../../../use-project.ts';
import { useTimeRange } from '../../../use-time-range.ts';
import { useWidgetSource } from '../../../widgets/context.ts';
import { WidgetPanel } from '../../../widgets/WidgetPanel.tsx';
import { type Bands, bandBehind } from './band-behind.ts';

const HOUR = 3600;

/** One metric over time, with what is usual at each hour behind it. */
export function UsualPanel({ widget, height }: { widget: ChartWidget; height: number }) {
  const source = useWidgetSource();
  const { data: answer } = useQuery(source.queryOf(widget));
  const usual = useUsual(widget);
  const [metric = ''] = widget.metrics;
  const overlay = useMemo(() => {
    const { buckets, series } = answer ?? {};
    const values = series?.[0]?.points?.[metric];
    if (!buckets || !values || !usual) return undefined;
    return { band: bandBehind(buckets.map(Date.parse), values, usual) };
  }, [answer, metric, usual]);
  return <WidgetPanel widget={widget} height={height} overlay={overlay} />;
}

/** In buckets as wide as the chart's, an hour at least; nothing is usual of what is wider than a day. */
function useUsual({ metrics: [metric = ''], filter, bucketSeconds = HOUR }: ChartWidget): Bands | undefined {
  const project = useProject();
  const time = useTimeRange();
  const width = Math.max(HOUR, bucketSeconds);
  const body = useMemo(() => {
    const { filters, search } = parseFilterText(filter);
    return { metric, filters, search, ...inBuckets(width, time) };
  }, [metric, filter, width, time]);
  return useQuery({ ...usualQuery(project, body), enabled: isJudged(width) }).data;
}
