import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { bucketLabel } from '@pharos/core/charts/time-axis';
import type { Unit } from '@pharos/core/metrics';
import { useMemo } from 'react';
import { useFormat } from '../../format/use-format.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { TimeAxis, ValueAxis } from '../kit/axes.tsx';
import { Chart } from '../kit/Chart.tsx';
import { useCharts } from '../kit/context.ts';
import { Happened } from '../kit/Happened.tsx';
import { Legend, legendHeight, useIsolation } from '../kit/Legend.tsx';
import type { ReadoutData } from '../kit/Readout.tsx';
import { nextInRow } from '../kit/stops.ts';
import { type ThresholdLine, Thresholds } from '../kit/Thresholds.tsx';
import { useWidth } from '../kit/use-width.ts';
import { chartTexts } from '../texts.ts';
import {
  type Band,
  type Buckets,
  type ChartSeries,
  type Flag,
  layoutTimeSeries,
  type TimeSeriesMode,
} from './layout.ts';
import { DirectLabels, Marks } from './Marks.tsx';

export interface TimeSeriesProps extends Buckets {
  /** What the chart shows: its accessible name. */
  label: string;
  mode: TimeSeriesMode;
  unit: Unit;
  series: readonly ChartSeries[];
  /** The period before, and what it is called. */
  comparison?: readonly (number | null)[] | undefined;
  comparisonLabel?: string | undefined;
  /** What was or is expected, and what was not as expected. */
  band?: Band | undefined;
  flags?: readonly Flag[] | undefined;
  thresholds?: readonly ThresholdLine[];
  /** With its legend. */
  height?: number;
  /** Of series that add up: their sum beside them. */
  showTotal?: boolean;
  legend?: 'auto' | 'none';
}

const LABEL_ROOM = 148;
const MOST_DIRECT = 6;

/**
 * Values over time as lines, areas, bands or bars. Names stand at the right edge while they are few and there is room,
 * else in a legend. Gaps stay gaps; a bucket that still fills is hatched, or dashed on a line.
 */
export function TimeSeries(props: TimeSeriesProps) {
  const { series, height = 180, legend = 'auto', mode, unit, buckets, bucketMs, completeUntilMs } = props;
  const { comparison, band, flags, thresholds } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const format = useFormat();
  const { marks } = useCharts();
  const isolation = useIsolation(series);
  const shown = isolation.shown;

  const names = legend === 'auto' && series.length > 1;
  const direct = names && series.length <= MOST_DIRECT && width >= 420 && height >= series.length * 16 + 30;
  const below = names && !direct;
  const roomBelow = below ? legendHeight(series, width) : 0;
  const chartHeight = height - roomBelow;

  const layout = useMemo(() => {
    const data = {
      ...{ mode, unit, buckets, bucketMs, completeUntilMs, comparison, band, flags },
      shownPer: format.shownPer(unit),
      series: shown,
      include: thresholds?.map(({ value }) => value),
    };
    const frame: Frame = {
      ...{ width, height: chartHeight, left: 8, top: 8, bottom: 22 },
      right: direct ? LABEL_ROOM : 6,
    };
    const draft = layoutTimeSeries(data, frame, format.zone);
    const texts = draft.scale.ticks.map(({ value }) => textWidth(format.axis(value, unit)));
    return layoutTimeSeries(data, { ...frame, left: Math.max(0, ...texts) + 10 }, format.zone);
  }, [
    mode,
    unit,
    buckets,
    bucketMs,
    completeUntilMs,
    comparison,
    band,
    flags,
    shown,
    thresholds,
    width,
    chartHeight,
    direct,
    format,
  ]);
  const { frame } = layout;
  const plot = plotOf(frame);
  const readout = useReadout(props, shown);

  const drawn = useMemo(
    () => (
      <>
        <ValueAxis scale={layout.scale} frame={layout.frame} format={(value) => format.axis(value, unit)} />
        <TimeAxis ticks={layout.xTicks} frame={layout.frame} locale={format.locale} timeZone={format.zone} />
        <Marks layout={layout} mode={mode} />
        <Thresholds lines={thresholds ?? []} y={layout.scale.y} frame={layout.frame} />
        <Happened marks={marks} x={layout.x} frame={layout.frame} />
        {direct && <DirectLabels layout={layout} />}
      </>
    ),
    [layout, mode, unit, format, marks, thresholds, direct],
  );
  return (
    <div ref={ref} className="min-w-0">
      <Chart
        label={props.label}
        frame={frame}
        stops={{
          count: buckets.length,
          at: (x) => layout.indexAt(x),
          next: nextInRow(buckets.length),
          anchor: (index) => ({ x: layout.centers[index] ?? 0, y: plot.y0 }),
        }}
        readout={readout}
        empty={shown.every(({ points }) => points.every((value) => value === null))}
        pickOf={(index) => {
          const fromMs = buckets[index] ?? 0;
          const [only] = shown.length === 1 ? shown : [];
          return { fromMs, toMs: fromMs + bucketMs, ...(only?.group ? { group: only.group } : {}) };
        }}
        time={{
          timeAt: layout.timeAt,
          xOf: layout.x,
          msOf: (index) => (buckets[index] ?? 0) + bucketMs / 2,
        }}
      >
        {drawn}
      </Chart>
      {below && (
        <div style={{ height: roomBelow }} className="pt-1">
          <Legend items={series} isolation={isolation} />
        </div>
      )}
    </div>
  );
}

/** Every value of a bucket. A stack is drawn bottom up and read top down; lines are read from the highest. */
function useReadout(props: TimeSeriesProps, shown: readonly ChartSeries[]) {
  const { buckets, bucketMs, completeUntilMs, unit, mode, showTotal, comparison, comparisonLabel } = props;
  const { band, flags } = props;
  const t = useTexts(chartTexts);
  const format = useFormat();
  return (index: number): ReadoutData => {
    const start = buckets[index] ?? 0;
    const known = shown.flatMap(({ label, color, points }) => {
      const value = points[index] ?? null;
      return value === null ? [] : [{ label, color, value }];
    });
    const rows =
      mode === 'bars' || mode === 'stacked' ? known.toReversed() : known.sort((a, b) => b.value - a.value);
    const previous = comparison?.[index] ?? null;
    const expected = band?.expected[index] ?? null;
    const bucket = bucketLabel(start, bucketMs, format.locale, format.zone);
    return {
      title: start + bucketMs > completeUntilMs ? `${bucket} · ${t('incomplete')}` : bucket,
      rows: [
        ...rows.map(({ label, color, value }) => ({ label, color, text: format.exact(value, unit) })),
        ...(showTotal && rows.length > 1
          ? [
              {
                label: t('total'),
                text: format.exact(
                  rows.reduce((sum, { value }) => sum + value, 0),
                  unit,
                ),
                role: 'total' as const,
              },
            ]
          : []),
        ...(previous === null
          ? []
          : [{ label: comparisonLabel ?? '', text: format.exact(previous, unit), role: 'aside' as const }]),
        ...(expected === null
          ? []
          : [
              { label: t('expected'), text: format.unit(expected, unit), role: 'aside' as const },
              {
                label: t('usual'),
                text: `${format.unit(band?.low[index] ?? 0, unit)} – ${format.unit(band?.high[index] ?? 0, unit)}`,
                role: 'aside' as const,
              },
            ]),
      ],
      note: flags?.find((flag) => flag.index === index)?.label,
    };
  };
}
