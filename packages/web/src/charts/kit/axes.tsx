import { type Frame, plotOf } from '@pharos/core/charts/frame';
import { tickLabel } from '@pharos/core/charts/time-axis';
import type { ValueScale } from './value-scale.ts';

interface ValueAxisProps {
  scale: ValueScale;
  frame: Frame;
  format: (value: number) => string;
}

/** Hairlines with their values at the left. The one at zero is stronger where values lie on both sides of it. */
export function ValueAxis({ scale, frame, format }: ValueAxisProps) {
  const { x0, x1 } = plotOf(frame);
  const below = scale.ticks.some(({ value }) => value < 0);
  return (
    <g>
      {scale.ticks.map(({ value, y }) => (
        <g key={value}>
          <line className={below && value === 0 ? 'zero' : 'grid'} x1={x0} x2={x1} y1={y} y2={y} />
          <text x={x0 - 6} y={y} dy="0.32em" textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
    </g>
  );
}

interface TimeAxisProps {
  ticks: readonly { ms: number; x: number }[];
  frame: Frame;
  locale: string;
  timeZone: string;
}

/** Moments below the plot; those that would reach beyond its edges are left out. */
export function TimeAxis({ ticks, frame, locale, timeZone }: TimeAxisProps) {
  const { x0, x1 } = plotOf(frame);
  const stepMs = (ticks[1]?.ms ?? 0) - (ticks[0]?.ms ?? 0);
  return (
    <g>
      {ticks
        .filter(({ x }) => x > x0 + 8 && x < x1 - 22)
        .map(({ ms, x }) => (
          <text key={ms} x={x} y={frame.height - 6} textAnchor="middle">
            {tickLabel(ms, stepMs, locale, timeZone)}
          </text>
        ))}
    </g>
  );
}
