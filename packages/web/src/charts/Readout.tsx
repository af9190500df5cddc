import { Swatch } from './Legend.tsx';
import type { TimeSeriesProps } from './TimeSeries.tsx';
import type { ChartSeries } from './time-series-layout.ts';
import { bucketLabel } from './time-ticks.ts';

/** Every value of one bucket, exactly: what the tooltip shows. */
export function Readout({ index, ...props }: TimeSeriesProps & { index: number }) {
  const { buckets, bucketMs, completeUntilMs, locale, texts, exact, showTotal, comparison } = props;
  const start = buckets[index] ?? 0;
  const previous = comparison?.[index];
  // The stack is drawn bottom up and read top down.
  const shown = props.series
    .filter(({ points }) => points[index] !== null && points[index] !== undefined)
    .toReversed();
  return (
    <div aria-live="polite">
      <p className="pb-1 text-muted">
        {bucketLabel(start, bucketMs, locale)}
        {start + bucketMs > completeUntilMs && ` · ${texts.incomplete}`}
      </p>
      <table className="figures w-full">
        <tbody>
          {shown.map(({ name, label, color, points }) => (
            <tr key={name}>
              <th scope="row" className="pr-4 text-left font-normal">
                <Swatch color={color} /> {label}
              </th>
              <td className="text-right">{exact(points[index] ?? 0)}</td>
            </tr>
          ))}
          {showTotal && shown.length > 1 && (
            <tr className="border-t font-medium">
              <th scope="row" className="pr-4 text-left font-medium">
                {texts.total}
              </th>
              <td className="text-right">{exact(sumAt(shown, index))}</td>
            </tr>
          )}
          {previous !== null && previous !== undefined && (
            <tr className="text-muted">
              <th scope="row" className="pr-4 text-left font-normal">
                {texts.previous}
              </th>
              <td className="text-right">{exact(previous)}</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

export const sumAt = (series: readonly ChartSeries[], index: number): number =>
  series.reduce((sum, { points }) => sum + (points[index] ?? 0), 0);
