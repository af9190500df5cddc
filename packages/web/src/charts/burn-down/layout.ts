import { type Frame, plotOf } from '@pharos/core/charts/frame';
import type { Unit } from '@pharos/core/metrics';
import { bisectCenter, extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import { timeTicks } from '../kit/time-ticks.ts';
import { type ValueScale, valueScale } from '../kit/value-scale.ts';

/** What is left at a moment; below zero, what is beyond the limit. */
export interface LeftPoint {
  atMs: number;
  left: number;
}

/** What is expected to be left; `low` to `high` holds four of five. */
export interface ComingPoint extends LeftPoint {
  low: number;
  high: number;
}

export interface BurnDownData {
  unit: Unit;
  /** How many of what is shown one of a value is. */
  shownPer?: number;
  fromMs: number;
  toMs: number;
  limit: number;
  points: readonly LeftPoint[];
  coming: readonly ComingPoint[];
  /** The line of whoever spends evenly from the beginning to the end; none of a window that rolls. */
  even: boolean;
  /** Amounts left that the axis has to show, such as thresholds. */
  include: readonly number[];
}

export interface BurnDownLayout {
  frame: Frame;
  x: (ms: number) => number;
  timeAt: (x: number) => number;
  scale: ValueScale;
  xTicks: { ms: number; x: number }[];
  line: string;
  wash: string;
  coming: string;
  band: string;
  even: string;
  nowX: number;
  /** Where nothing is left as expected, if that is in the window. */
  emptyX: number | undefined;
  /** All moments that have a figure, in order of time. */
  stops: { atMs: number; x: number; now?: LeftPoint; coming?: ComingPoint }[];
  indexAt: (x: number) => number | undefined;
}

/** Everything a burn-down draws, as coordinates. Spending is drawn in steps: it is known part by part. */
export function layoutBurnDown(data: BurnDownData, frame: Frame, timeZone: string): BurnDownLayout {
  const { unit, shownPer, fromMs, toMs, limit, points, coming, even, include } = data;
  const plot = plotOf(frame);
  const [least = 0, most = 0] = extent([
    ...points.map(({ left }) => left),
    ...coming.flatMap(({ left, low }) => [left, Math.max(low, -limit)]),
    ...include,
    limit,
    0,
  ]);
  const x = scaleLinear().domain([fromMs, toMs]).range([plot.x0, plot.x1]);
  const scale = valueScale(unit, [least, most], plot, shownPer);
  const path = line<LeftPoint>()
    .x(({ atMs }) => x(atMs))
    .y(({ left }) => scale.y(left))
    .digits(1);
  const held = (value: number) => scale.y(Math.max(value, least));
  const stops = [
    ...points.map((now) => ({ atMs: now.atMs, x: x(now.atMs), now })),
    ...coming.slice(1).map((next) => ({ atMs: next.atMs, x: x(next.atMs), coming: next })),
  ];
  const places = stops.map((stop) => stop.x);
  return {
    frame,
    x: (ms) => x(ms),
    timeAt: (position) => x.invert(position),
    scale,
    xTicks: timeTicks(fromMs, toMs, Math.max(2, Math.floor(plot.width / 72)), timeZone).map((ms) => ({
      ms,
      x: x(ms),
    })),
    line: path.curve(curveStepAfter)(points) ?? '',
    wash:
      area<LeftPoint>()
        .x(({ atMs }) => x(atMs))
        .y0(scale.y(0))
        .y1(({ left }) => scale.y(Math.max(0, left)))
        .curve(curveStepAfter)
        .digits(1)(points) ?? '',
    coming:
      line<ComingPoint>()
        .x(({ atMs }) => x(atMs))
        .y(({ left }) => held(left))
        .digits(1)(coming) ?? '',
    band:
      area<ComingPoint>()
        .x(({ atMs }) => x(atMs))
        .y0(({ low }) => held(low))
        .y1(({ high }) => held(high))
        .digits(1)(coming) ?? '',
    even: even ? `M${x(fromMs)},${scale.y(limit)}L${x(toMs)},${scale.y(0)}` : '',
    nowX: x(points.at(-1)?.atMs ?? fromMs),
    emptyX: crossing(coming, x),
    stops,
    indexAt: (position) => (places.length === 0 ? undefined : bisectCenter(places, position)),
  };
}

function crossing(coming: readonly ComingPoint[], x: (ms: number) => number): number | undefined {
  const at = coming.findIndex(({ left }) => left <= 0);
  const [before, after] = [coming[at - 1], coming[at]];
  if (!before || !after || before.left <= 0) return undefined;
  const share = before.left / (before.left - after.left);
  return x(before.atMs + share * (after.atMs - before.atMs));
}
