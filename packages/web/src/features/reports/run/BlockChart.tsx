import type { ChartBlock } from '@pharos/core/reports/blocks';
import { useMemo } from 'react';
import { colorsOf, MAIN_COLOR, OTHER_COLOR } from '../../../charts/kit/palette.ts';
import type { ChartSeries } from '../../../charts/time-series/layout.ts';
import { TimeSeries } from '../../../charts/time-series/TimeSeries.tsx';

const HEIGHT = 210;

interface BlockChartProps {
  chart: ChartBlock;
  /** What is of a later time was not complete, or is expected; milliseconds since the epoch. */
  completeUntilMs: number;
}

/** A chart of a report, drawn as all charts of the product are. */
export function BlockChart({ chart, completeUntilMs }: BlockChartProps) {
  const { mark, title, unit, bucketSeconds } = chart;
  const series = useMemo(() => seriesOf(chart), [chart]);
  const buckets = useMemo(() => chart.buckets.map((start) => Date.parse(start)), [chart]);
  return (
    <TimeSeries
      label={title}
      mode={mark}
      unit={unit}
      series={series}
      buckets={buckets}
      bucketMs={bucketSeconds * 1000}
      completeUntilMs={completeUntilMs}
      height={HEIGHT}
      showTotal={mark !== 'line'}
    />
  );
}

/** A series has the colour that it has on every other chart of the product. */
function seriesOf({ by, series }: ChartBlock): ChartSeries[] {
  const named = series.filter(({ aside }) => !aside);
  const color = colorsOf(
    by,
    named.map(({ name }) => name),
  );
  const isAlone = by === 'metric' && named.length === 1;
  return series.map(({ name, label, aside, points }) => ({
    name: aside ? `\u0000${name}` : name,
    label,
    color: aside ? OTHER_COLOR : isAlone ? MAIN_COLOR : color(name),
    points,
  }));
}
