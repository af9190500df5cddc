import { DURATION_STEPS, ticksBy } from '@pharos/core/charts/axis-steps';
import type { Plot } from '@pharos/core/charts/frame';
import { fitText, textWidth } from '@pharos/core/charts/text-width';
import type { Unit } from '@pharos/core/metrics';
import { extent } from 'd3-array';
import { type Quadtree, quadtree } from 'd3-quadtree';
import { scaleLinear, scaleLog, scaleSqrt } from 'd3-scale';
import { logTicks } from '../kit/bin-scale.ts';

export interface ScatterDot {
  key: string;
  label: string;
  x: number;
  y: number;
  /** Shown as its area; all alike without it. */
  size?: number;
  color: string;
  group?: readonly string[];
}

export interface Axis {
  unit: Unit;
  label: string;
}

export interface PlacedDot {
  cx: number;
  cy: number;
  r: number;
}

interface ScatterScale {
  place: (value: number) => number;
  ticks: { value: number; at: number }[];
}

export interface ScatterLayout {
  /** One a dot, in their order. */
  placed: PlacedDot[];
  x: ScatterScale;
  y: ScatterScale;
  /** The dot nearest to a place, within reach. */
  nearest: (x: number, y: number) => number | undefined;
}

const LEAST_RADIUS = 2;
const RADIUS = 3.5;
/** More dots than this are a cloud: smaller, for its shape to be seen. */
export const CLOUD_FROM = 2000;
const CLOUD_RADIUS = 1.7;
const MOST_RADIUS = 22;
const REACH = 24;
const X_TICK_ROOM = 80;
const Y_TICK_ROOM = 36;
/** From this factor between least and most on, equal steps stand for equal factors. */
const LOG_FROM = 1000;
/** Between values nearer to zero there is no number left for a tick. */
const SMALLEST = 1e-100;

function scale(
  unit: Unit,
  values: readonly number[],
  [from, to]: readonly [number, number],
  tickRoom: number,
): ScatterScale {
  const length = Math.abs(to - from);
  const count = Math.max(2, Math.floor(length / tickRoom));
  const [least = 0, most = 1] = extent(values, (value) => (Math.abs(value) < SMALLEST ? 0 : value));
  const log = least > 0 && most / least >= LOG_FROM;
  if (log) {
    const made = scaleLog().domain([least, most]).nice().range([from, to]);
    const [low = least, high = most] = made.domain();
    const decade = length / Math.log10(high / low);
    const ticks = logTicks(unit, [low, high], { decade, tickRoom });
    return { place: (value) => made(value), ticks: ticks.map((value) => ({ value, at: made(value) })) };
  }
  const made = scaleLinear()
    .domain([Math.min(0, least), Math.max(0, most) || 1])
    .nice(count)
    .range([from, to]);
  const own = unit === 'ms' && least >= 0 ? ticksBy(DURATION_STEPS, most) : undefined;
  if (own) made.domain([0, own.at(-1) ?? 1]);
  const ticks = own ?? made.ticks(count);
  const every = Math.max(1, Math.ceil(ticks.length / count));
  return {
    place: (value) => made(value),
    ticks: ticks.filter((_, nth) => nth % every === 0).map((value) => ({ value, at: made(value) })),
  };
}

/** Dots by two values, larger ones below, so that a small one is never hidden. */
export function layoutScatter(
  dots: readonly ScatterDot[],
  plot: Plot,
  units: { x: Unit; y: Unit },
): ScatterLayout {
  const x = scale(
    units.x,
    dots.map((dot) => dot.x),
    [plot.x0, plot.x1],
    X_TICK_ROOM,
  );
  const y = scale(
    units.y,
    dots.map((dot) => dot.y),
    [plot.y1, plot.y0],
    Y_TICK_ROOM,
  );
  const largest = Math.max(0, ...sizesOf(dots));
  const radius = scaleSqrt()
    .domain([0, largest || 1])
    .range([LEAST_RADIUS, MOST_RADIUS]);
  const placed = dots.map(({ x: across, y: up, size }) => ({
    cx: x.place(across),
    cy: y.place(up),
    r: size === undefined ? (dots.length > CLOUD_FROM ? CLOUD_RADIUS : RADIUS) : radius(Math.max(0, size)),
  }));
  let tree: Quadtree<number> | undefined;
  const at = (index: number) => placed[index] ?? { cx: 0, cy: 0, r: 0 };
  return {
    placed,
    x,
    y,
    nearest: (px, py) => {
      // Made when it is first pointed at: a page of charts is drawn without.
      tree ??= quadtree<number>()
        .x((index) => at(index).cx)
        .y((index) => at(index).cy)
        .addAll(placed.map((_, index) => index));
      return tree.find(px, py, REACH + (largest > 0 ? MOST_RADIUS : 0));
    },
  };
}

function* sizesOf(dots: readonly ScatterDot[]): Iterable<number> {
  for (const { size } of dots) if (size !== undefined) yield size;
}

/** Indexes of dots in the order they are drawn: the largest first. */
export const drawingOrder = (placed: readonly PlacedDot[]): number[] =>
  placed.map((_, index) => index).sort((a, b) => (placed[b]?.r ?? 0) - (placed[a]?.r ?? 0) || a - b);

export interface DotLabel {
  index: number;
  x: number;
  y: number;
  anchor: 'start' | 'end';
  text: string;
}

const LABEL_ROOM = 96;
const LABEL_HEIGHT = 13;

/** Names beside their dots, the largest dots first; one that would lie on another, or on a dot, is left out. */
export function dotLabels(dots: readonly ScatterDot[], placed: readonly PlacedDot[], plot: Plot): DotLabel[] {
  const taken: { x0: number; x1: number; y: number }[] = [];
  return drawingOrder(placed).flatMap((index): DotLabel[] => {
    const dot = placed[index];
    if (!dot) return [];
    const text = fitText(dots[index]?.label ?? '', LABEL_ROOM);
    const width = textWidth(text);
    const right = dot.cx + dot.r + 4 + width < plot.x1;
    const x = right ? dot.cx + dot.r + 4 : dot.cx - dot.r - 4;
    const [x0, x1] = right ? [x, x + width] : [x - width, x];
    const covered = placed.some(
      ({ cx, cy, r }, other) =>
        other !== index && cx + r > x0 && cx - r < x1 && Math.abs(cy - dot.cy) < r + LABEL_HEIGHT / 2,
    );
    const crossing = taken.some(
      (label) => label.x1 > x0 && label.x0 < x1 && Math.abs(label.y - dot.cy) < LABEL_HEIGHT,
    );
    if (covered || crossing) return [];
    taken.push({ x0, x1, y: dot.cy });
    return [{ index, x, y: dot.cy, anchor: right ? 'start' : 'end', text }];
  });
}
