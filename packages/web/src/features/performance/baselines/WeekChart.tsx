import type { BaselineWeek } from '@pharos/core/api/baselines';
import { useMemo } from 'react';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { baselineTexts } from './texts.ts';
import { unitOf } from './use-words.ts';

const HOUR_MS = 3_600_000;

interface WeekChartProps {
  week: BaselineWeek;
  metric: string;
  label: string;
  height: number;
}

/** From Monday to Monday: what is usual at each hour, and this week over it as far as it is. */
export function WeekChart({ week, metric, label, height }: WeekChartProps) {
  const t = useTexts(baselineTexts);
  const drawn = useMemo(() => {
    const buckets = week.starts.map((start) => Date.parse(start));
    const of = (name: 'low' | 'high' | 'expected') => week.bands.map((band) => band?.[name] ?? null);
    return {
      buckets,
      band: { low: of('low'), high: of('high'), expected: of('expected') },
      series: [{ name: metric, label: t('thisWeek'), color: 'var(--series-1)', points: week.values }],
    };
  }, [week, metric, t]);
  return (
    <TimeSeries
      {...drawn}
      label={label}
      mode="line"
      unit={unitOf(metric)}
      bucketMs={HOUR_MS}
      completeUntilMs={Number.POSITIVE_INFINITY}
      height={height}
    />
  );
}
