import type { ChartSeries } from './time-series-layout.ts';

/** The colour of a series, beside its name. */
export const Swatch = ({ color }: { color: string }) => (
  <span aria-hidden className="mr-0.5 inline-block size-2 rounded-xs" style={{ background: color }} />
);

/** Names the series of a chart that has no room to do it itself. */
export const Legend = ({ series }: { series: readonly Pick<ChartSeries, 'name' | 'label' | 'color'>[] }) => (
  <ul className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
    {series.map(({ name, label, color }) => (
      <li key={name} className="flex items-center gap-1">
        <Swatch color={color} />
        {label}
      </li>
    ))}
  </ul>
);
