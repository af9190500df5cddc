import { dodge } from '@pharos/core/charts/dodge';
import { fitText } from '@pharos/core/charts/text-width';
import { useId } from 'react';
import type { Bar, SeriesMarks, TimeSeriesLayout, TimeSeriesMode } from './layout.ts';

interface MarksProps {
  layout: TimeSeriesLayout;
  mode: TimeSeriesMode;
}

/** Bars, lines and areas, the period before as a dashed line, what was expected, and what was not. */
export function Marks({ layout, mode }: MarksProps) {
  const id = useId();
  return (
    <g>
      {layout.band.area && <path className="expected-band" d={layout.band.area} />}
      {layout.marks.map((marks, at) => (
        <OneSeries key={marks.series.name} marks={marks} mode={mode} id={`${id}${at}`} />
      ))}
      {layout.comparison && <path className="before" d={layout.comparison} />}
      {layout.band.expected && <path className="expected" d={layout.band.expected} />}
      {layout.flags.map(({ flag, x, y }) => (
        <path
          key={flag.index}
          className="flag"
          d={
            flag.direction === 'above' ? `M${x - 4.5},${y + 4}h9l-4.5,-8z` : `M${x - 4.5},${y - 4}h9l-4.5,8z`
          }
        >
          <title>{flag.label}</title>
        </path>
      ))}
    </g>
  );
}

function OneSeries({ marks, mode, id }: { marks: SeriesMarks; mode: TimeSeriesMode; id: string }) {
  const { series, line, tail, area, bars, dots } = marks;
  const firm = barsPath(bars.filter(({ partial }) => !partial));
  const filling = barsPath(bars.filter(({ partial }) => partial));
  return (
    <g style={{ color: series.color }}>
      {filling && (
        <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="fill" width="5" height="5" opacity="0.2" />
          <rect className="fill" width="2" height="5" opacity="0.75" />
        </pattern>
      )}
      {area && <path className={mode === 'stacked' ? 'solid' : 'wash'} d={area} />}
      {line && <path className="line" d={line} />}
      {tail && <path className="dashed" d={tail} />}
      {dots.map(({ x, y }) => (
        <circle className="fill" key={x} cx={x} cy={y} r="2" />
      ))}
      {firm && <path className="fill" d={firm} />}
      {filling && <path fill={`url(#${id})`} d={filling} />}
    </g>
  );
}

const short = (value: number) => Math.round(value * 100) / 100;

/** All bars of a series as one shape: a thousand elements would be slow to draw. */
const barsPath = (bars: readonly Bar[]): string =>
  bars
    .map(
      ({ x, y, width, height }) =>
        `M${short(x)},${short(y)}h${short(width)}v${short(height)}h${-short(width)}z`,
    )
    .join('');

/** The names of the series at the right edge, each where its line or bar ends. */
export function DirectLabels({ layout }: { layout: TimeSeriesLayout }) {
  const { frame, marks } = layout;
  const named = marks.filter(({ labelY }) => labelY !== undefined);
  const places = dodge(
    named.map(({ labelY }) => labelY ?? 0),
    15,
    frame.top + 6,
    frame.height - frame.bottom - 4,
  );
  return (
    <g>
      {named.map(({ series }, index) => (
        <g key={series.name} transform={`translate(${frame.width - frame.right + 8},${places[index]})`}>
          <rect y="-4" width="8" height="8" rx="2" fill={series.color} />
          <text className="label" x="12" dy="0.34em">
            <title>{series.label}</title>
            {fitText(series.label, frame.right - 22)}
          </text>
        </g>
      ))}
    </g>
  );
}
