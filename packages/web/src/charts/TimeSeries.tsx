import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from 'react';
import { ChartTable } from './ChartTable.tsx';
import { ChartTooltip } from './ChartTooltip.tsx';
import {
  type ChartSeries,
  dodge,
  type Frame,
  layoutTimeSeries,
  type TimeSeriesData,
  type TimeSeriesLayout,
} from './time-series-layout.ts';
import { bucketLabel, tickLabel } from './time-ticks.ts';
import { useWidth } from './use-width.ts';

/** Words a chart needs; charts know no catalogue. */
export interface ChartTexts {
  time: string;
  previous: string;
  incomplete: string;
  total: string;
}

export interface TimeSeriesProps extends TimeSeriesData {
  /** What the chart shows: its accessible name. */
  label: string;
  locale: string;
  texts: ChartTexts;
  height?: number;
  /** Short, for the axis. */
  format: (value: number) => string;
  /** Every digit, for the tooltip and the table. */
  exact: (value: number) => string;
  /** Names series at the right edge where there is room; else use a Legend. */
  directLabels?: boolean;
  /** Adds the sum of stacked series to tooltip and table. */
  showTotal?: boolean;
  /** Dragged over a stretch of time, or chosen with Shift and arrows. */
  onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
  /** A bucket was clicked. */
  onPick?: ((fromMs: number, toMs: number) => void) | undefined;
  asTable?: boolean;
}

const LABEL_WIDTH = 132;
const CHAR_WIDTH = 6.4;

/**
 * Values over time as lines, areas or bars. Hover or arrow keys show exact values, a drag (or Shift with arrows and
 * Enter) zooms. Gaps stay gaps; a bucket that still fills is hatched, or dashed on a line.
 */
export function TimeSeries(props: TimeSeriesProps) {
  const { series, height = 180, format, directLabels = false, asTable } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const roomForLabels = directLabels && width >= 340 && series.length > 1;
  const layout = useMemo(() => {
    const { mode, buckets, bucketMs, completeUntilMs, comparison, tickSteps } = props;
    const data: TimeSeriesData = { mode, buckets, bucketMs, completeUntilMs, series, comparison, tickSteps };
    const frame: Frame = {
      width,
      height,
      left: 8,
      right: roomForLabels ? LABEL_WIDTH : 6,
      top: 8,
      bottom: 22,
    };
    const draft = layoutTimeSeries(data, frame);
    const axis = Math.max(...draft.yTicks.map(({ value }) => format(value).length)) * CHAR_WIDTH + 10;
    return { frame: { ...frame, left: axis }, ...layoutTimeSeries(data, { ...frame, left: axis }) };
  }, [props, series, width, height, roomForLabels, format]);

  return (
    <div ref={ref} className="relative min-w-0">
      {asTable ? <ChartTable {...props} /> : <Plot {...props} layout={layout} labels={roomForLabels} />}
    </div>
  );
}

interface PlotProps extends TimeSeriesProps {
  layout: TimeSeriesLayout & { frame: Frame };
  labels: boolean;
}

function Plot(props: PlotProps) {
  const { layout, label, buckets, bucketMs, locale, format, labels, onZoom, onPick } = props;
  const { frame } = layout;
  const [at, setAt] = useState<number | undefined>();
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>();
  const index = at === undefined ? undefined : Math.min(at, buckets.length - 1);

  const position = (event: PointerEvent<SVGSVGElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const endDrag = (chosen: { from: number; to: number } | undefined) => {
    setDrag(undefined);
    if (!chosen) return;
    const [from, to] = chosen.from < chosen.to ? [chosen.from, chosen.to] : [chosen.to, chosen.from];
    if (to - from > 4) return onZoom?.(layout.timeAt(from), layout.timeAt(to));
    const start = buckets[layout.indexAt(from) ?? -1];
    if (start !== undefined) onPick?.(start, start + bucketMs);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const last = buckets.length - 1;
    if (step !== 0) {
      const next = Math.min(Math.max((index ?? (step > 0 ? -1 : last + 1)) + step, 0), last);
      const center = layout.centers[next] ?? 0;
      setDrag(
        event.shiftKey && onZoom
          ? { from: drag?.from ?? layout.centers[index ?? next] ?? center, to: center }
          : undefined,
      );
      setAt(next);
    } else if (event.key === 'Enter' && index !== undefined) {
      const start = buckets[index];
      if (drag) endDrag(drag);
      else if (start !== undefined) onPick?.(start, start + bucketMs);
    } else if (event.key === 'Escape' && (drag || index !== undefined)) {
      setDrag(undefined);
      setAt(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <svg
        role="img"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows walk through the values, which the tooltip reads out
        tabIndex={0}
        width={frame.width}
        height={frame.height}
        className="figures block touch-pan-y select-none"
        onKeyDown={onKeyDown}
        onBlur={() => setAt(undefined)}
        onPointerMove={(event) => {
          const x = position(event);
          setAt(layout.indexAt(x));
          setDrag((current) => current && { ...current, to: clamp(x, frame) });
        }}
        onPointerLeave={() => setAt(undefined)}
        onPointerDown={(event) => {
          if (event.button !== 0 || (!onZoom && !onPick)) return;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          const x = clamp(position(event), frame);
          setDrag({ from: x, to: x });
        }}
        onPointerUp={() => endDrag(drag)}
        onPointerCancel={() => setDrag(undefined)}
        style={{ cursor: onZoom ? 'crosshair' : onPick ? 'pointer' : undefined }}
      >
        <Axes layout={layout} locale={locale} format={format} />
        <Marks {...props} />
        {index !== undefined && (
          <line
            x1={layout.centers[index]}
            x2={layout.centers[index]}
            y1={frame.top}
            y2={frame.height - frame.bottom}
            className="pointer-events-none stroke-faint"
          />
        )}
        {drag && Math.abs(drag.to - drag.from) > 4 && (
          <rect
            x={Math.min(drag.from, drag.to)}
            width={Math.abs(drag.to - drag.from)}
            y={frame.top}
            height={frame.height - frame.top - frame.bottom}
            className="pointer-events-none fill-accent opacity-15"
          />
        )}
        {labels && <DirectLabels layout={layout} />}
      </svg>
      {index !== undefined && (
        <ChartTooltip x={layout.centers[index] ?? 0} width={frame.width}>
          <Readout {...props} index={index} />
        </ChartTooltip>
      )}
    </>
  );
}

const clamp = (x: number, frame: Frame): number =>
  Math.min(Math.max(x, frame.left), frame.width - frame.right);

interface AxesProps {
  layout: PlotProps['layout'];
  locale: string;
  format: (value: number) => string;
}

function Axes({ layout, locale, format }: AxesProps) {
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

function Marks({ layout, mode }: PlotProps) {
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

function DirectLabels({ layout }: { layout: PlotProps['layout'] }) {
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

function Readout({ index, ...props }: TimeSeriesProps & { index: number }) {
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

const Swatch = ({ color }: { color: string }) => (
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
