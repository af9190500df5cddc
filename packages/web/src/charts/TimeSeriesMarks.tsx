import { useId } from 'react';
import { dodge, type Frame, type TimeSeriesLayout, type TimeSeriesMode } from './time-series-layout.ts';
import { tickLabel } from './time-ticks.ts';

/** A layout with the frame that it was made for. */
export type FramedLayout = TimeSeriesLayout & { frame: Frame };

/** About as wide as a letter of an axis. */
export const CHAR_WIDTH = 6.4;

interface AxesProps {
  layout: FramedLayout;
  locale: string;
  format: (value: number) => string;
}

/** Hairlines with their values, moments below. */
export function Axes({ layout, locale, format }: AxesProps) {
  const { frame, xTicks, yTicks } = layout;
  const stepMs = (xTicks[1]?.ms ?? 0) - (xTicks[0]?.ms ?? 0);
  return (
    <g className="fill-muted text-2xs">
      {yTicks.map(({ value, y }) => (
        <g key={value}>
          <line x1={frame.left} x2={frame.width - frame.right} y1={y} y2={y} className="stroke-line" />
          <text x={frame.left - 6} y={y} dy="0.32em" textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {xTicks
        .filter(({ x }) => x > frame.left + 8 && x < frame.width - frame.right - 22)
        .map(({ ms, x }) => (
          <text key={ms} x={x} y={frame.height - 6} textAnchor="middle">
            {tickLabel(ms, stepMs, locale)}
          </text>
        ))}
    </g>
  );
}

/** Bars, lines and areas, and the period before as a dashed line. */
export function Marks({ layout, mode }: { layout: FramedLayout; mode: TimeSeriesMode }) {
  const id = useId();
  return (
    <g className="pointer-events-none">
      {layout.comparison && (
        <path d={layout.comparison} fill="none" className="stroke-faint" strokeDasharray="2 3" />
      )}
      {layout.marks.map(({ series, line, tail, area, bars, dots }, at) => (
        <g key={series.name} style={{ color: series.color }}>
          {bars.some(({ partial }) => partial) && (
            <pattern
              id={`${id}${at}`}
              width="5"
              height="5"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="5" height="5" fill="currentColor" opacity="0.2" />
              <rect width="2" height="5" fill="currentColor" opacity="0.75" />
            </pattern>
          )}
          {area && <path d={area} fill="currentColor" opacity={mode === 'stacked' ? 0.85 : 0.12} />}
          {line && (
            <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
          )}
          {tail && (
            <path d={tail} fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 3" />
          )}
          {dots.map(({ x, y }) => (
            <circle key={x} cx={x} cy={y} r="2" fill="currentColor" />
          ))}
          {bars.map(({ index, x, y, width, height, partial }) => (
            <rect
              key={index}
              x={x}
              y={y}
              width={width}
              height={height}
              fill={partial ? `url(#${id}${at})` : 'currentColor'}
            />
          ))}
        </g>
      ))}
    </g>
  );
}

/** The names of the series at the right edge, each where its line or bar ends. */
export function DirectLabels({ layout }: { layout: FramedLayout }) {
  const { frame, marks } = layout;
  const shown = marks.filter(({ labelY }) => labelY !== undefined);
  const places = dodge(
    shown.map(({ labelY }) => labelY ?? 0),
    15,
    frame.top + 6,
    frame.height - frame.bottom - 4,
  );
  const most = Math.floor((frame.right - 14) / CHAR_WIDTH);
  return (
    <g className="text-2xs">
      {shown.map(({ series }, index) => (
        <g key={series.name} transform={`translate(${frame.width - frame.right + 8},${places[index]})`}>
          <rect y="-4" width="8" height="8" rx="2" fill={series.color} />
          <text x="12" dy="0.34em" className="fill-soft">
            <title>{series.label}</title>
            {series.label.length > most ? `${series.label.slice(0, most - 1)}…` : series.label}
          </text>
        </g>
      ))}
    </g>
  );
}
