import { type KeyboardEvent, type PointerEvent, useMemo, useState } from 'react';
import { ChartTable } from './ChartTable.tsx';
import { ChartTooltip } from './ChartTooltip.tsx';
import { Readout } from './Readout.tsx';
import { Axes, CHAR_WIDTH, DirectLabels, type FramedLayout, Marks } from './TimeSeriesMarks.tsx';
import { type Frame, layoutTimeSeries, type TimeSeriesData } from './time-series-layout.ts';
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

/**
 * Values over time as lines, areas or bars. Hover or arrow keys show exact values, a drag (or Shift with arrows and
 * Enter) zooms. Gaps stay gaps; a bucket that still fills is hatched, or dashed on a line.
 */
export function TimeSeries(props: TimeSeriesProps) {
  const { series, height = 180, format, directLabels = false, asTable } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const roomForLabels = directLabels && width >= 340 && series.length > 1;
  const layout = useMemo(() => {
    const { mode, buckets, bucketMs, completeUntilMs, comparison, tickSteps, whole } = props;
    const axis = { tickSteps, whole };
    const data: TimeSeriesData = { mode, buckets, bucketMs, completeUntilMs, series, comparison, ...axis };
    const frame: Frame = {
      width,
      height,
      left: 8,
      right: roomForLabels ? LABEL_WIDTH : 6,
      top: 8,
      bottom: 22,
    };
    const draft = layoutTimeSeries(data, frame);
    const left = Math.max(...draft.yTicks.map(({ value }) => format(value).length)) * CHAR_WIDTH + 10;
    return { frame: { ...frame, left }, ...layoutTimeSeries(data, { ...frame, left }) };
  }, [props, series, width, height, roomForLabels, format]);

  return (
    <div ref={ref} className="relative min-w-0">
      {asTable ? <ChartTable {...props} /> : <Plot {...props} layout={layout} labels={roomForLabels} />}
    </div>
  );
}

interface PlotProps extends TimeSeriesProps {
  layout: FramedLayout;
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
        <Marks layout={layout} mode={props.mode} />
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
