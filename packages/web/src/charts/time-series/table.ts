import { figure, type TableData } from '../kit/table.ts';
import type { Buckets, ChartSeries } from './layout.ts';

interface TableOf extends Buckets {
  series: readonly ChartSeries[];
  comparison?: readonly (number | null)[] | undefined;
  comparisonLabel?: string | undefined;
  timeLabel: string;
  /** A bucket's name. */
  bucket: (startMs: number) => string;
  exact: (value: number) => string;
}

/** A row a bucket, a column a series. */
export function timeTable(of: TableOf): TableData {
  const { buckets, series, comparison, comparisonLabel = '', timeLabel, bucket, exact } = of;
  return {
    columns: [
      { label: timeLabel },
      ...series.map(({ label }) => ({ label, align: 'right' as const })),
      ...(comparison ? [{ label: comparisonLabel, align: 'right' as const }] : []),
    ],
    rows: buckets.map((start, index) => ({
      key: String(start),
      cells: [
        { value: new Date(start).toISOString(), text: bucket(start) },
        ...series.map(({ points }) => figure(points[index], exact)),
        ...(comparison ? [figure(comparison[index], exact)] : []),
      ],
    })),
  };
}
