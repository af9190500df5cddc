import type { ChartWidget } from '@pharos/core/dashboards/dashboard';
import type { MarkName } from '@pharos/core/dashboards/marks';

/** What Explore's address says of a chart; features/explore/address.ts reads it again. */
export interface ExploredChart {
  metrics: readonly string[];
  dimensions: readonly string[];
  /** Filter text. */
  filter: string;
  /** Absent: whatever suits what is asked. */
  mark?: MarkName | undefined;
  compare: boolean;
  /** What is usual is drawn behind it. */
  usual?: boolean | undefined;
  limit?: number | undefined;
  bucketSeconds?: number | undefined;
}

/** Names are separated by commas; the key of an attribute may hold one. */
export const listed = (names: readonly string[]): string | undefined =>
  names.map((name) => name.replace(/[%,]/g, encodeURIComponent)).join(',') || undefined;

const digits = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

/** A chart as search parameters of Explore's address. */
export const chartSearch = (chart: ExploredChart) => ({
  metrics: listed(chart.metrics),
  by: listed(chart.dimensions),
  filter: chart.filter || undefined,
  mark: chart.mark,
  compare: chart.compare ? '1' : undefined,
  usual: chart.usual ? '1' : undefined,
  limit: digits(chart.limit),
  bucket: digits(chart.bucketSeconds),
});

/** Where a widget is explored further. `filter`: its own, with the values of variables put in. */
export const exploreSearch = (widget: ChartWidget, filter: string): Record<string, string | undefined> => ({
  ...chartSearch({ ...widget, filter, usual: widget.options.usual }),
  ...(widget.range === undefined ? {} : { from: widget.range, to: undefined }),
});
