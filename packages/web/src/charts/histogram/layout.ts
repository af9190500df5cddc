import { type Frame, plotOf } from '@pharos/core/charts/frame';
import type { Unit } from '@pharos/core/metrics';
import { type Bin, type BinScale, binScale } from '../kit/bin-scale.ts';
import { type ValueScale, valueScale } from '../kit/value-scale.ts';

export interface HistogramBin extends Bin {
  value: number;
  /** What a click on it picks. */
  group?: readonly string[];
}

/** A figure of the whole, marked on the axis: `median`, `p95`. */
export interface HistogramMark {
  label: string;
  value: number;
}

export interface HistogramData {
  /** Of what is sorted into bins. */
  unit: Unit;
  valueUnit: Unit;
  /** How many of what is shown one of a value is. */
  shownPer?: number;
  /** Ascending; those of nothing may be left out. */
  bins: readonly HistogramBin[];
  marks: readonly HistogramMark[];
}

export interface HistogramLayout {
  frame: Frame;
  x: BinScale;
  scale: ValueScale;
  bars: { x: number; y: number; width: number; height: number }[];
  /** Those that lie on the axis, with the room to the right of each. */
  marks: { mark: HistogramMark; x: number; room: number }[];
  /** The bin at a place; undefined between bins. */
  binAt: (x: number) => number | undefined;
  /** Of each bin: its share of all, and of all up to its end. */
  shares: { own: number; upTo: number }[];
}

const TICK_ROOM = 52;
const LEAST_BAR = 1.5;

export function sharesOf(bins: readonly HistogramBin[]): HistogramLayout['shares'] {
  const all = bins.reduce((sum, { value }) => sum + value, 0);
  let sum = 0;
  return bins.map(({ value }) => {
    sum += value;
    return all > 0 ? { own: value / all, upTo: sum / all } : { own: 0, upTo: 0 };
  });
}

/** How often which size: a bar a bin on a logarithmic axis, from zero up. */
export function layoutHistogram(
  { unit, valueUnit, shownPer, bins, marks }: HistogramData,
  frame: Frame,
): HistogramLayout {
  const plot = plotOf(frame);
  const x = binScale(bins, { unit, range: [plot.x0, plot.x1], tickRoom: TICK_ROOM });
  const scale = valueScale(valueUnit, [0, Math.max(0, ...bins.map(({ value }) => value))], plot, shownPer);
  const spans = bins.map(x.span);
  const gap = bins.length > 0 && plot.width / bins.length > 4 ? 1 : 0;
  const placed = marks
    .map((mark) => ({ mark, x: x.of(mark.value) }))
    .filter((one) => one.x >= plot.x0 && one.x <= plot.x1)
    .sort((a, b) => a.x - b.x);
  return {
    frame,
    x,
    scale,
    bars: bins.map(({ value }, at) => {
      const [left = 0, right = 0] = spans[at] ?? [];
      const height = value > 0 ? Math.max(LEAST_BAR, plot.y1 - scale.y(value)) : 0;
      return { x: left + gap / 2, y: plot.y1 - height, width: Math.max(0.5, right - left - gap), height };
    }),
    marks: placed.map((one, at) => ({ ...one, room: (placed[at + 1]?.x ?? plot.x1) - one.x })),
    binAt: (place) => {
      const at = spans.findIndex(([left, right]) => place >= left && place < right);
      return at < 0 ? undefined : at;
    },
    shares: sharesOf(bins),
  };
}
