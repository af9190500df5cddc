import type { TimeSeriesProps } from './TimeSeries.tsx';
import { bucketLabel } from './time-ticks.ts';

/** The same data as a table: for screen readers, for copying, for the exact figure. */
export function ChartTable(props: TimeSeriesProps) {
  const {
    label,
    buckets,
    bucketMs,
    completeUntilMs,
    series,
    comparison,
    exact,
    texts,
    locale,
    height = 180,
  } = props;
  const cell = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : exact(value);
  return (
    <div className="scroll-thin overflow-auto" style={{ maxHeight: Math.max(height, 160) }}>
      <table className="figures w-full text-xs" aria-label={label}>
        <thead className="sticky top-0 bg-surface text-muted">
          <tr className="border-b">
            <th scope="col" className="py-1 pr-3 text-left font-normal">
              {texts.time}
            </th>
            {series.map((one) => (
              <th key={one.name} scope="col" className="px-2 py-1 text-right font-normal">
                {one.label}
              </th>
            ))}
            {comparison && (
              <th scope="col" className="py-1 pl-2 text-right font-normal">
                {texts.previous}
              </th>
            )}
          </tr>
        </thead>
        <tbody className="divide-y">
          {buckets.map((start, index) => (
            <tr key={start}>
              <th scope="row" className="py-1 pr-3 text-left font-normal whitespace-nowrap">
                {bucketLabel(start, bucketMs, locale)}
                {start + bucketMs > completeUntilMs && ` · ${texts.incomplete}`}
              </th>
              {series.map((one) => (
                <td key={one.name} className="px-2 py-1 text-right">
                  {cell(one.points[index])}
                </td>
              ))}
              {comparison && <td className="py-1 pl-2 text-right text-muted">{cell(comparison[index])}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
