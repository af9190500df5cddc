import { clampX, type Frame, plotOf } from '@pharos/core/charts/frame';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useState } from 'react';
import { useTexts } from '../../i18n/i18n.ts';
import { chartTexts } from '../texts.ts';
import { type Picked, useCharts } from './context.ts';
import { type Hover, useHover } from './hover.ts';
import { Readout, type ReadoutData } from './Readout.tsx';
import { isArrow, type Stops } from './stops.ts';
import { Tooltip } from './Tooltip.tsx';

/** The time axis of a chart that has one. Its cursor is tied to those of other charts, and a drag along it zooms. */
export interface TimeScale {
  timeAt(x: number): number;
  xOf(ms: number): number;
  /** The moment that a stop stands for. */
  msOf(stop: number): number;
}

export interface ChartProps {
  /** What the chart shows: its accessible name. */
  label: string;
  frame: Frame;
  stops: Stops;
  readout: (stop: number) => ReadoutData;
  /** There is nothing to show: says so in the place of the marks. */
  empty?: boolean | undefined;
  /** What a click on a stop opens; undefined where there is nothing behind it. */
  pickOf?: ((stop: number) => Picked | undefined) | undefined;
  /** Drawn over the marks while a stop is pointed at. */
  cursor?: ((stop: number) => ReactNode) | undefined;
  time?: TimeScale | undefined;
  /** Many marks, below the others. */
  canvas?: ReactNode;
  /** The marks. Keep the element while the data stay the same: pointing then draws nothing but the cursor. */
  children: ReactNode;
}

/** A shorter drag is a click. */
const LEAST_PX = 4;

/**
 * What all charts have in common: pointing and arrow keys walk its stops and show their exact values, a click or Enter
 * opens one, and along a time axis a drag (or Shift with arrows, then Enter) zooms.
 */
export function Chart(props: ChartProps) {
  const { label, frame, stops, readout, empty, pickOf, cursor, time, canvas, children } = props;
  const t = useTexts(chartTexts);
  const hintId = useId();
  const { hover, onZoom, onPick, region } = useCharts();
  const [at, setAt] = useState<number>();
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const plot = plotOf(frame);
  const stop = at !== undefined && at < stops.count ? at : undefined;
  const zooms = time !== undefined && onZoom !== undefined;
  const picks = pickOf !== undefined && onPick !== undefined;

  const point = (next: number | undefined) => {
    setAt(next);
    if (time) hover.set(next === undefined ? undefined : time.msOf(next));
  };
  const pick = (from: number | undefined) => {
    const picked = from === undefined ? undefined : pickOf?.(from);
    if (picked) onPick?.(picked);
  };
  const finish = () => {
    setDrag(undefined);
    if (!drag || !time) return false;
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    if (to - from <= LEAST_PX) return false;
    onZoom?.(time.timeAt(from), time.timeAt(to));
    return true;
  };
  const place = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isArrow(event.key) && stops.count > 0) {
      const forward = event.key === 'ArrowRight' || event.key === 'ArrowDown';
      const next = stop === undefined ? (forward ? 0 : stops.count - 1) : stops.next(stop, event.key);
      const to = stops.anchor(next).x;
      setDrag(event.shiftKey && zooms ? { from: drag?.from ?? stops.anchor(stop ?? next).x, to } : undefined);
      point(next);
    } else if (event.key === 'Enter' && stop !== undefined) {
      if (!finish()) pick(stop);
    } else if (event.key === 'Escape' && (drag || stop !== undefined)) {
      setDrag(undefined);
      point(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="relative" style={{ height: frame.height }}>
      {canvas}
      <svg
        role="img"
        aria-label={label}
        aria-describedby={hintId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows walk through the values, which the tooltip reads out
        tabIndex={0}
        width={frame.width}
        height={frame.height}
        className="chart relative touch-pan-y select-none"
        style={{ cursor: zooms ? 'crosshair' : picks && stop !== undefined ? 'pointer' : undefined }}
        onKeyDown={onKeyDown}
        onBlur={() => point(undefined)}
        onPointerMove={(event) => {
          const { x, y } = place(event);
          point(stops.at(x, y));
          setDrag((current) => current && { ...current, to: clampX(x, plot) });
        }}
        onPointerLeave={() => point(undefined)}
        onPointerDown={(event) => {
          if (event.button !== 0 || !(zooms || picks)) return;
          event.currentTarget.setPointerCapture?.(event.pointerId);
          const x = clampX(place(event).x, plot);
          setDrag({ from: x, to: x });
        }}
        onPointerUp={(event) => {
          if (!drag) return;
          const { x, y } = place(event);
          if (!finish()) pick(stops.at(x, y));
        }}
        onPointerCancel={() => setDrag(undefined)}
      >
        {children}
        {empty && (
          <text x={(plot.x0 + plot.x1) / 2} y={frame.height / 2} dy="0.32em" textAnchor="middle">
            {t('empty')}
          </text>
        )}
        {time && region && <Region region={region} time={time} frame={frame} />}
      </svg>
      <svg
        aria-hidden
        width={frame.width}
        height={frame.height}
        className="chart pointer-events-none absolute inset-0"
        // A layer of its own while it moves: what lies below is not painted again.
        style={{ willChange: stop === undefined && !drag ? undefined : 'transform' }}
      >
        {stop !== undefined && cursor?.(stop)}
        {drag && zooms && Math.abs(drag.to - drag.from) > LEAST_PX && (
          <rect
            className="brush"
            x={Math.min(drag.from, drag.to)}
            y={plot.y0}
            width={Math.abs(drag.to - drag.from)}
            height={plot.height}
          />
        )}
      </svg>
      {time && <Cross hover={hover} time={time} frame={frame} />}
      <span id={hintId} hidden>
        {t('chartKeys')}
      </span>
      {stop !== undefined && (
        <Tooltip {...stops.anchor(stop)} width={frame.width} height={frame.height}>
          <Readout {...readout(stop)} />
        </Tooltip>
      )}
    </div>
  );
}

interface RegionProps {
  region: { fromMs: number; toMs: number };
  time: TimeScale;
  frame: Frame;
}

/** The stretch of time that is looked into; what lies outside of it steps back. */
function Region({ region, time, frame }: RegionProps) {
  const plot = plotOf(frame);
  const { x0, x1, y0, height } = plot;
  const [from, to] = [clampX(time.xOf(region.fromMs), plot), clampX(time.xOf(region.toMs), plot)];
  return (
    <g>
      <rect className="beside" x={x0} y={y0} width={from - x0} height={height} />
      <rect className="beside" x={to} y={y0} width={x1 - to} height={height} />
      <rect className="region" x={from} y={y0} width={to - from} height={height} />
    </g>
  );
}

/** The moment that is pointed at on this chart or on another one: a layer that is moved, so that none paints again. */
function Cross({ hover, time, frame }: { hover: Hover; time: TimeScale; frame: Frame }) {
  const ms = useHover(hover);
  if (ms === undefined) return null;
  const { x0, x1, y0, height } = plotOf(frame);
  const x = time.xOf(ms);
  if (!(x >= x0 && x <= x1)) return null;
  return <div aria-hidden className="cross" style={{ height, transform: `translate(${x}px, ${y0}px)` }} />;
}
