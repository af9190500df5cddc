import { type Frame, type Plot, plotOf } from '@pharos/core/charts/frame';
import type { Unit } from '@pharos/core/metrics';
import { scaleLinear } from 'd3-scale';
import { type Bin, type BinScale, binScale } from '../kit/bin-scale.ts';
import { type Lanes, lanesFor } from '../kit/lanes.ts';
import { type Ramp, rampOf } from '../kit/ramp.ts';
import { timeTicks } from '../kit/time-ticks.ts';
import type { Buckets } from '../time-series/layout.ts';

export interface HeatRow {
  key: string;
  label: string;
  /** One a bucket; null where there is no data. */
  points: readonly (number | null)[];
  /** What a click on it picks; none for what is left over. */
  group?: readonly string[];
  /** Rows that are bins stand on an axis, least at the bottom; others below each other in their order. */
  bin?: Bin;
}

export interface HeatmapData extends Buckets {
  unit: Unit;
  /** Of bins: what is sorted into them. */
  binUnit: Unit;
  rows: readonly HeatRow[];
}

/** A value as a place and a step of the ramp; step 0 is a plain nothing. */
export interface Cell {
  x: number;
  y: number;
  width: number;
  height: number;
  step: number;
}

export interface HeatmapLayout {
  frame: Frame;
  /** Those that are shown, from the top. */
  rows: { row: HeatRow; y: number; height: number }[];
  /** Where rows have names, and where they stand on an axis. */
  lanes: Lanes | undefined;
  axis: BinScale | undefined;
  /** Undefined without a value. */
  ramp: Ramp | undefined;
  cells: Cell[];
  /** Edges of the last bucket while it still fills. */
  filling: { x: number; width: number } | undefined;
  x: (ms: number) => number;
  timeAt: (x: number) => number;
  xTicks: { ms: number; x: number }[];
  columnAt: (x: number) => number | undefined;
  rowAt: (y: number) => number | undefined;
}

export interface HeatmapRoom {
  width: number;
  height: number;
  timeZone: string;
  /** Of an edge of a bin. */
  edgeWidth: (value: number) => number;
}

export const KEY = 20;
export const AXIS = 22;
const TICK_ROOM = 30;

/** Amounts: nothing of them is an empty cell, and their colours begin at zero. */
const AMOUNTS: ReadonlySet<Unit> = new Set(['count', 'tokens', 'usd', 'perMinute', 'perSecond']);
/** From this factor between least and most on, equal steps of colour stand for equal factors. */
const LOG_FROM = 50;

/** How values of a unit become colours; undefined when there are none. */
export function rampFor(unit: Unit, rows: readonly HeatRow[]): Ramp | undefined {
  const amounts = AMOUNTS.has(unit);
  let [least, most, known] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, false];
  for (const { points } of rows)
    for (const value of points) {
      if (value === null || (amounts && value === 0)) continue;
      least = Math.min(least, value);
      most = Math.max(most, value);
      known = true;
    }
  if (!known) return undefined;
  if (!amounts) return rampOf(least, most);
  return least > 0 && most / least >= LOG_FROM
    ? rampOf(least, most, { log: true })
    : rampOf(Math.min(0, least), most);
}

/** Values by time and by row as cells of colour, their edges on whole pixels. */
export function layoutHeatmap(data: HeatmapData, room: HeatmapRoom): HeatmapLayout {
  const { unit, rows, buckets, bucketMs, completeUntilMs } = data;
  const vertical = rows.length > 0 && rows.every(({ bin }) => bin) ? onAxis(data, room) : inLanes(data, room);
  const plot = plotOf(vertical.frame);
  const first = buckets[0] ?? 0;
  const end = (buckets.at(-1) ?? 0) + bucketMs;
  const x = scaleLinear()
    .domain(first === end ? [first, first + 1] : [first, end])
    .range([plot.x0, plot.x1]);
  const edges = [...buckets, end].map((ms) => Math.round(x(ms)));
  const ramp = rampFor(
    unit,
    vertical.rows.map(({ row }) => row),
  );
  const amounts = AMOUNTS.has(unit);
  const stepOf = (value: number) => (amounts && value === 0 ? 0 : (ramp?.stepOf(value) ?? 0));
  const columnGap = plot.width / Math.max(1, buckets.length) > 5 ? 1 : 0;
  const fills = buckets.length > 0 && end > completeUntilMs;
  const last = edges.at(-2) ?? plot.x0;
  return {
    ...vertical,
    ramp,
    cells: vertical.rows.flatMap(({ row, y, height }) =>
      row.points.slice(0, buckets.length).flatMap((value, column): Cell[] => {
        if (value === null) return [];
        const left = edges[column] ?? 0;
        const wide = (edges[column + 1] ?? left) - left;
        return [
          {
            ...{ x: left, y, step: stepOf(value) },
            width: Math.max(1, wide - columnGap),
            height: Math.max(1, height - (height > 5 ? 1 : 0)),
          },
        ];
      }),
    ),
    filling: fills ? { x: last, width: Math.max(1, (edges.at(-1) ?? last) - last) } : undefined,
    x: (ms) => x(ms),
    timeAt: (at) => x.invert(at),
    xTicks: timeTicks(first, end, Math.max(2, Math.floor(plot.width / 72)), room.timeZone).map((ms) => ({
      ms,
      x: x(ms),
    })),
    columnAt: (at) => {
      const column = Math.floor((x.invert(at) - first) / Math.max(1, bucketMs));
      return at >= plot.x0 && column >= 0 && column < buckets.length ? column : undefined;
    },
    rowAt: (at) => {
      const found = vertical.rows.findIndex(({ y, height }) => at >= y && at < y + height);
      return found < 0 ? undefined : found;
    },
  };
}

type Vertical = Pick<HeatmapLayout, 'frame' | 'rows' | 'lanes' | 'axis'>;

function inLanes({ rows }: HeatmapData, { width, height }: HeatmapRoom): Vertical {
  const lanes = lanesFor(
    rows.map(({ label }) => label),
    { width, height, top: KEY, bottom: AXIS },
  );
  return {
    frame: lanes.frame,
    rows: rows.slice(0, lanes.count).map((row, nth) => {
      const y = Math.round(lanes.top(nth));
      return { row, y, height: Math.round(lanes.top(nth + 1)) - y };
    }),
    lanes,
    axis: undefined,
  };
}

function onAxis({ rows, binUnit }: HeatmapData, { width, height, edgeWidth }: HeatmapRoom): Vertical {
  const bins = rows.flatMap(({ bin }) => bin ?? []);
  const frameWith = (left: number): Frame => ({ width, height, left, right: 6, top: KEY, bottom: AXIS });
  const axisIn = ({ y0, y1 }: Plot) =>
    binScale(bins, { unit: binUnit, range: [y1, y0], tickRoom: TICK_ROOM });
  const axis = axisIn(plotOf(frameWith(0)));
  const frame = frameWith(Math.max(0, ...axis.ticks.map(({ value }) => edgeWidth(value))) + 10);
  return {
    frame,
    rows: rows
      .flatMap((row) => {
        if (!row.bin) return [];
        const [bottom, top] = axis.span(row.bin).map(Math.round);
        return bottom === undefined || top === undefined ? [] : [{ row, y: top, height: bottom - top }];
      })
      .sort((a, b) => a.y - b.y),
    lanes: undefined,
    axis,
  };
}
