import { type Frame, type Plot, plotOf } from '@pharos/core/charts/frame';
import type { Unit } from '@pharos/core/metrics';
import { bisectRight, extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { timeTicks } from '../kit/time-ticks.ts';
import { type ValueScale, valueScale } from '../kit/value-scale.ts';
import { visiblePoints } from '../kit/visible-points.ts';
import { bandPaths } from './band.ts';
import { barsOf } from './bars.ts';
import { flagPlaces } from './flags.ts';

/**
 * `line` and `area` lie over each other; `stacked` areas and `bars` stand on each other, the first at the bottom; `bands`
 * are lines with the room between neighbours washed in their colour.
 */
export type TimeSeriesMode = 'line' | 'area' | 'stacked' | 'bars' | 'bands';

export interface ChartSeries {
  /** Stable identity. */
  name: string;
  label: string;
  color: string;
  /** One a bucket; null where there is no data, which is no zero. */
  points: readonly (number | null)[];
  /** What a click on it picks; none for what is left over. */
  group?: readonly string[];
}

export interface Buckets {
  /** Start of each bucket, milliseconds since the epoch, ascending. */
  buckets: readonly number[];
  bucketMs: number;
  /** Buckets that end later are still filling. */
  completeUntilMs: number;
}

/** What is expected of each bucket, in the unit of the series; null where nothing is. */
export interface Band {
  low: readonly (number | null)[];
  high: readonly (number | null)[];
  expected: readonly (number | null)[];
}

/** A bucket that is not as expected, and what is to be said of it. */
export interface Flag {
  index: number;
  direction: 'above' | 'below';
  label: string;
}

export interface TimeSeriesData extends Buckets {
  mode: TimeSeriesMode;
  unit: Unit;
  /** How many of what is shown one of a value is. */
  shownPer?: number;
  series: readonly ChartSeries[];
  /** The period before, as one dashed line. */
  comparison?: readonly (number | null)[] | undefined;
  /** Behind lines an area with a dashed line in it, which may run on where no values are; behind bars a bracket each. */
  band?: Band | undefined;
  flags?: readonly Flag[] | undefined;
  /** Values that the axis has to show, such as thresholds. */
  include?: readonly number[] | undefined;
}

export interface Bar {
  index: number;
  x: number;
  y: number;
  width: number;
  height: number;
  partial: boolean;
}

export interface SeriesMarks {
  series: ChartSeries;
  /** Outline over complete buckets; '' when there is none. */
  line: string;
  /** The outline's last step into a bucket that still fills, drawn apart. */
  tail: string;
  area: string;
  bars: Bar[];
  /** Points with gaps on both sides, which no line shows. */
  dots: { x: number; y: number }[];
  /** Where its name may stand beside the chart; undefined when it has nothing to show there. */
  labelY: number | undefined;
}

export interface TimeSeriesLayout {
  frame: Frame;
  x: (ms: number) => number;
  scale: ValueScale;
  xTicks: { ms: number; x: number }[];
  marks: SeriesMarks[];
  comparison: string;
  band: { area: string; expected: string };
  /** Where each flag stands: right above what it is about. */
  flags: { flag: Flag; x: number; y: number }[];
  /** Centre of each bucket. */
  centers: number[];
  /** The bucket under a horizontal position, or undefined when there are none. */
  indexAt: (x: number) => number | undefined;
  timeAt: (x: number) => number;
  /** Bottom and top of each point of each series, in its unit. */
  values: (readonly [number, number] | null)[][];
}

/** Of a point. */
export type Extent = readonly [bottom: number, top: number];

const isStacked = (mode: TimeSeriesMode): boolean => mode === 'stacked' || mode === 'bars';

/** Bottom and top of each point. Stacks grow upwards from zero, what is negative downwards. Null stays null. */
export function extents(
  series: readonly ChartSeries[],
  count: number,
  mode: TimeSeriesMode,
): (Extent | null)[][] {
  const up = new Array<number>(count).fill(0);
  const down = new Array<number>(count).fill(0);
  return series.map(({ points }, at) =>
    Array.from({ length: count }, (_, index): Extent | null => {
      const value = points[index] ?? null;
      if (value === null) return null;
      if (mode === 'bands') return [series[at - 1]?.points[index] ?? value, value];
      if (!isStacked(mode)) return [0, value];
      const base = value < 0 ? down : up;
      const from = base[index] ?? 0;
      base[index] = from + value;
      return [from, from + value];
    }),
  );
}

/** Everything a time series draws, as coordinates. Pure: the same data and frame give the same picture. */
export function layoutTimeSeries(data: TimeSeriesData, frame: Frame, timeZone: string): TimeSeriesLayout {
  const { mode, unit, buckets, bucketMs, series, comparison = [], band, include = [] } = data;
  const plot = plotOf(frame);
  const first = buckets[0] ?? 0;
  const end = (buckets.at(-1) ?? 0) + bucketMs;
  const values = extents(series, buckets.length, mode);
  const drawn = values.flatMap((points) => points.flatMap((point) => (point ? [...point] : [])));
  const [least = 0, most = 0] = extent([
    ...drawn,
    ...[comparison, band?.low ?? [], band?.high ?? []].flatMap((list) =>
      list.flatMap((value) => value ?? []),
    ),
    ...include,
  ]);
  const x = scaleLinear()
    .domain(first === end ? [first, first + 1] : [first, end])
    .range([plot.x0, plot.x1]);
  const scale = valueScale(unit, [least, most], plot, data.shownPer);
  const centers = buckets.map((start) => x(start + bucketMs / 2));
  const geometry: Geometry = { data, plot, x, y: scale.y, centers };
  return {
    frame,
    x: (ms) => x(ms),
    scale,
    xTicks: timeTicks(first, end, Math.max(2, Math.floor(plot.width / 72)), timeZone).map((ms) => ({
      ms,
      x: x(ms),
    })),
    marks: series.map((one, at) => seriesMarks(one, values[at] ?? [], geometry)),
    comparison:
      line<number | null>()
        .defined((value) => value !== null)
        .x((_, index) => centers[index] ?? 0)
        .y((value) => scale.y(value ?? 0))
        .digits(1)(comparison.slice(0, buckets.length)) ?? '',
    band: bandPaths(geometry),
    flags: flagPlaces(values, geometry),
    centers,
    indexAt: (position) => {
      if (buckets.length === 0) return undefined;
      const index = bisectRight(buckets as number[], x.invert(position)) - 1;
      return Math.min(Math.max(index, 0), buckets.length - 1);
    },
    timeAt: (position) => x.invert(position),
    values,
  };
}

interface Place {
  index: number;
  point: Extent | null;
}

/** What all parts of the picture are placed by. */
export interface Geometry {
  data: TimeSeriesData;
  plot: Plot;
  x: (ms: number) => number;
  y: (value: number) => number;
  centers: readonly number[];
}

function seriesMarks(
  series: ChartSeries,
  points: readonly (Extent | null)[],
  geometry: Geometry,
): SeriesMarks {
  const { data, y, centers } = geometry;
  const { mode, buckets, bucketMs, completeUntilMs } = data;
  const isPartial = (index: number) => (buckets[index] ?? 0) + bucketMs > completeUntilMs;
  const center = (index: number) => centers[index] ?? 0;
  const last = points.findLastIndex((point) => point !== null);
  const lastPoint = points[last];
  const labelPoint = points.findLast((point, index) => point !== null && !isPartial(index)) ?? lastPoint;
  const middle = labelPoint && (isStacked(mode) ? (labelPoint[0] + labelPoint[1]) / 2 : labelPoint[1]);
  const labelY = middle === undefined || middle === null ? undefined : y(middle);
  const none = { series, line: '', tail: '', area: '', bars: [], dots: [], labelY };
  if (mode === 'bars') return { ...none, bars: barsOf(points, isPartial, geometry) };

  const kept = visiblePoints(centers, (index) => points[index]?.[1] ?? null);
  const firm = kept.map((index) => ({ index, point: isPartial(index) ? null : (points[index] ?? null) }));
  const outline = line<Place>()
    .defined(({ point }) => point !== null)
    .x(({ index }) => center(index))
    .y(({ point }) => y(point?.[1] ?? 0))
    .digits(1);
  const surface = area<Place>()
    .defined(({ point }) => point !== null)
    .x(({ index }) => center(index))
    .y0(({ point }) => y(point?.[0] ?? 0))
    .y1(({ point }) => y(point?.[1] ?? 0))
    .digits(1);
  const from = points[last - 1];
  const tail =
    last > 0 && isPartial(last) && from && lastPoint
      ? `M${center(last - 1)},${y(from[1])}L${center(last)},${y(lastPoint[1])}`
      : '';
  return {
    ...none,
    line: outline(firm) ?? '',
    tail,
    area:
      mode === 'line' ? '' : (surface(kept.map((index) => ({ index, point: points[index] ?? null }))) ?? ''),
    dots: points.flatMap((point, index) =>
      point && !points[index - 1] && !points[index + 1] ? [{ x: center(index), y: y(point[1]) }] : [],
    ),
  };
}
