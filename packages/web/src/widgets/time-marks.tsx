import { bucketLabel } from '@pharos/core/charts/time-axis';
import { bucketsOf, seriesOf } from '../charts/answer.ts';
import type { ChartSeries, TimeSeriesMode } from '../charts/time-series/layout.ts';
import { TimeSeries } from '../charts/time-series/TimeSeries.tsx';
import { timeTable } from '../charts/time-series/table.ts';
import { addsUp, type Drawing, type MarkView, unitOf } from './drawing.ts';

/** Each bucket's values as shares of their sum. */
function shares(series: readonly ChartSeries[]): ChartSeries[] {
  const sumAt = (index: number) => series.reduce((sum, { points }) => sum + (points[index] ?? 0), 0);
  const sums = (series[0]?.points ?? []).map((_, index) => sumAt(index));
  return series.map((one) => ({
    ...one,
    points: one.points.map((value, index) => (value === null || !sums[index] ? null : value / sums[index])),
  }));
}

function seriesFor({ widget, answer, words }: Drawing): ChartSeries[] {
  const series = seriesOf(answer, widget, words);
  return widget.options.share ? shares(series) : series;
}

const comparisonOf = ({ widget, answer }: Drawing) => {
  const [only, ...others] = answer.series;
  const points = only?.previousPoints?.[widget.metrics[0] ?? ''];
  return widget.compare && others.length === 0 && points?.some((value) => value) ? points : undefined;
};

/** Answers in buckets, drawn along time. */
export const timeMark = (mode: TimeSeriesMode): MarkView => ({
  draw: (drawing) => {
    const { widget, answer, label, height, periodName, nowMs, overlay } = drawing;
    return (
      <TimeSeries
        {...bucketsOf(answer, nowMs)}
        label={label}
        mode={mode}
        unit={widget.options.share ? 'ratio' : unitOf({ widget, answer })}
        series={seriesFor(drawing)}
        comparison={comparisonOf(drawing)}
        comparisonLabel={periodName}
        thresholds={widget.options.thresholds}
        legend={widget.options.legend}
        height={height}
        {...overlay}
        showTotal={addsUp(widget) && !widget.options.share && (mode === 'bars' || mode === 'stacked')}
      />
    );
  },
  table: (drawing) => {
    const { widget, answer, format, timeLabel, periodName, nowMs } = drawing;
    const buckets = bucketsOf(answer, nowMs);
    const unit = widget.options.share ? 'ratio' : unitOf({ widget, answer });
    return timeTable({
      ...buckets,
      series: seriesFor(drawing),
      comparison: comparisonOf(drawing),
      comparisonLabel: periodName,
      timeLabel,
      bucket: (startMs) => bucketLabel(startMs, buckets.bucketMs, format.locale, format.zone),
      exact: (value) => format.exact(value, unit),
    });
  },
});
