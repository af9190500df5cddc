import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import { unitOfMetric } from '@pharos/core/metric-points/named';
import { isAdditive, metricNamed, type Unit } from '@pharos/core/metrics';
import type { Answer } from '@pharos/core/question';
import type { ReactNode } from 'react';
import type { Words } from '../charts/answer.ts';
import type { TableData } from '../charts/kit/table.ts';
import type { TimeSeriesProps } from '../charts/time-series/TimeSeries.tsx';
import type { Formatters } from '../format/use-format.ts';

/** What a page knows beside the answer, drawn over what goes along time. Keep the object while it stays the same. */
export type Overlay = Pick<TimeSeriesProps, 'comparison' | 'comparisonLabel' | 'band' | 'flags'>;

/** Everything that a mark is drawn from. */
export interface Drawing {
  widget: ChartWidget;
  answer: Answer;
  /** Its accessible name. */
  label: string;
  height: number;
  words: Words;
  format: Formatters;
  nowMs: number;
  /** What the period before is called. */
  periodName: string;
  timeLabel: string;
  overlay?: Overlay | undefined;
  /** What a dimension is called. */
  dimensionName: (name: string) => string;
}

/** How a mark shows an answer: as a picture, and the same as a table. */
export interface MarkView {
  draw: (drawing: Drawing) => ReactNode;
  table: (drawing: Drawing) => TableData;
}

/** The unit of the axis that the widget's metrics share. */
export const unitOf = ({ widget, answer }: Pick<Drawing, 'widget' | 'answer'>): Unit =>
  unitOfMetric(widget.metrics[0] ?? '', answer.units);

/** Parts of a whole: their sum means something. */
export const addsUp = ({ metrics }: { metrics: readonly string[] }): boolean =>
  metrics.every((name) => {
    const metric = metricNamed(name);
    return metric !== undefined && isAdditive(metric);
  });
