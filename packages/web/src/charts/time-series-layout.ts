import { bisectRight, max } from 'd3-array';
import { scaleLinear, scaleTime } from 'd3-scale';
import { area, line } from 'd3-shape';
import { ticksBy } from './ticks.ts';

/** `line` and `area` lie over each other; `stacked` areas and `bars` stand on each other, the first at the bottom. */
export type TimeSeriesMode = 'line' | 'area' | 'stacked' | 'bars';

export interface ChartSeries {
  /** Stable identity. */
  name: string;
  label: string;
  color: string;
  /** One a bucket; null where there is no data, which is no zero. */
  points: readonly (number | null)[];
}

export interface TimeSeriesData {
  mode: TimeSeriesMode;
  /** Start of each bucket, milliseconds since the epoch, ascending. */
  buckets: readonly number[];
  bucketMs: number;
  /** Buckets that end later are still filling. */
  completeUntilMs: number;
  series: readonly ChartSeries[];
  /** The period before, as one dashed line. */
  comparison?: readonly (number | null)[] | undefined;
  /** Steps that ticks may have, where those of the decimal system read badly. */
  tickSteps?: readonly number[] | undefined;
  /** The values are counts: no tick stands between whole numbers. */
  whole?: boolean | undefined;
}

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
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
  x: (ms: number) => number;
  y: (value: number) => number;
  yTicks: { value: number; y: number }[];
  xTicks: { ms: number; x: number }[];
  marks: SeriesMarks[];
  comparison: string;
  /** Centre of each bucket. */
  centers: number[];
  /** The bucket under a horizontal position, or undefined when there are none. */
  indexAt: (x: number) => number | undefined;
  timeAt: (x: number) => number;
}

/** Ticks closer than this run into each other. */
const TICK_HEIGHT = 26;

const isStacked = (mode: TimeSeriesMode): boolean => mode === 'stacked' || mode === 'bars';

/** Bottom and top of each point: stacked where the mode says so. Null stays null. */
export function extents(
  series: readonly ChartSeries[],
  count: number,
  stacked: boolean,
): ([number, number] | null)[][] {
  const base = new Array<number>(count).fill(0);
  return series.map(({ points }) =>
    Array.from({ length: count }, (_, index) => {
      const value = points[index] ?? null;
      if (value === null) return null;
      const from = stacked ? (base[index] ?? 0) : 0;
      if (stacked) base[index] = from + value;
      return [from, from + value];
    }),
  );
}

/** Everything a time series draws, as coordinates. Pure: the same data and frame give the same picture. */
export function layoutTimeSeries(data: TimeSeriesData, frame: Frame): TimeSeriesLayout {
  const { mode, buckets, bucketMs, completeUntilMs, series, comparison = [], tickSteps = [], whole } = data;
  const first = buckets[0] ?? 0;
  const end = (buckets.at(-1) ?? 0) + bucketMs;
  const stacked = isStacked(mode);
  const values = extents(series, buckets.length, stacked);
  const top = max([
    ...values.flatMap((points) => points.map((point) => point?.[1] ?? 0)),
    ...comparison.map((value) => value ?? 0),
  ]);
  const x = scaleTime()
    .domain([first, end])
    .range([frame.left, frame.width - frame.right]);
  const plotHeight = frame.height - frame.top - frame.bottom;
  const mostTicks = Math.min(4, Math.max(2, Math.floor(plotHeight / TICK_HEIGHT)));
  const y = scaleLinear()
    .domain([0, top && top > 0 ? top : 1])
    .nice(mostTicks)
    .range([frame.height - frame.bottom, frame.top]);
  const ownTicks = ticksBy(tickSteps, top ?? 0);
  if (ownTicks) y.domain([0, ownTicks.at(-1) ?? 1]);
  const centers = buckets.map((start) => x(start + bucketMs / 2));
  const isPartial = (index: number) => (buckets[index] ?? 0) + bucketMs > completeUntilMs;
  const center = (index: number) => centers[index] ?? 0;

  const marks = series.map((one, at): SeriesMarks => {
    const points = values[at] ?? [];
    const last = points.findLastIndex((point) => point !== null);
    const lastPoint = points[last];
    const labelPoint = points.findLast((point, index) => point !== null && !isPartial(index)) ?? lastPoint;
    const labelY = labelPoint ? y(stacked ? (labelPoint[0] + labelPoint[1]) / 2 : labelPoint[1]) : undefined;
    if (mode === 'bars') {
      return { series: one, line: '', tail: '', area: '', bars: bars(points), dots: [], labelY };
    }
    const firm = points.map((point, index) => (isPartial(index) ? null : point));
    const outline = line<[number, number] | null>()
      .defined((point) => point !== null)
      .x((_, index) => center(index))
      .y((point) => y(point?.[1] ?? 0));
    const surface = area<[number, number] | null>()
      .defined((point) => point !== null)
      .x((_, index) => center(index))
      .y0((point) => y(point?.[0] ?? 0))
      .y1((point) => y(point?.[1] ?? 0));
    const from = points[last - 1];
    const tail =
      last > 0 && isPartial(last) && from && lastPoint
        ? `M${center(last - 1)},${y(from[1])}L${center(last)},${y(lastPoint[1])}`
        : '';
    return {
      series: one,
      line: outline(firm) ?? '',
      tail,
      area: mode === 'line' ? '' : (surface(points) ?? ''),
      bars: [],
      dots: points.flatMap((point, index) =>
        point && !points[index - 1] && !points[index + 1] ? [{ x: center(index), y: y(point[1]) }] : [],
      ),
      labelY,
    };
  });

  function bars(points: readonly ([number, number] | null)[]): Bar[] {
    const step = x(first + bucketMs) - x(first);
    const gap = step > 4 ? 1 : step > 2 ? 0.5 : 0;
    return points.flatMap((point, index) => {
      if (!point || point[0] === point[1]) return [];
      const height = y(point[0]) - y(point[1]);
      return [
        {
          index,
          x: x(buckets[index] ?? 0) + gap / 2,
          y: y(point[1]),
          width: Math.max(0.5, step - gap),
          // A single error among thousands must still be seen.
          height: Math.max(point[0] === 0 ? 1.5 : 0, height),
          partial: isPartial(index),
        },
      ];
    });
  }

  const timeAt = (position: number) => x.invert(position).getTime();
  const plotWidth = frame.width - frame.left - frame.right;
  return {
    x: (ms) => x(ms),
    y: (value) => y(value),
    yTicks: (ownTicks ?? y.ticks(mostTicks))
      .filter((value) => !whole || Number.isInteger(value))
      .map((value) => ({ value, y: y(value) })),
    xTicks: x.ticks(Math.max(2, Math.floor(plotWidth / 72))).map((at) => ({ ms: at.getTime(), x: x(at) })),
    marks,
    comparison:
      line<number | null>()
        .defined((value) => value !== null)
        .x((_, index) => center(index))
        .y((value) => y(value ?? 0))(comparison.slice(0, buckets.length)) ?? '',
    centers,
    indexAt: (position) => {
      if (buckets.length === 0) return undefined;
      const index = bisectRight(buckets as number[], timeAt(position)) - 1;
      return Math.min(Math.max(index, 0), buckets.length - 1);
    },
    timeAt,
  };
}

/**
 * Moves labels apart vertically so that none overlap, keeping their order and staying within bounds where they fit. Of
 * two at the same height the later one goes on top, as it does in a stack.
 */
export function dodge(wanted: readonly number[], distance: number, least: number, most: number): number[] {
  const order = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at || b.index - a.index);
  let floor = least;
  for (const item of order) {
    item.at = Math.max(item.at, floor);
    floor = item.at + distance;
  }
  let ceiling = most;
  for (const item of order.toReversed()) {
    item.at = Math.min(item.at, ceiling);
    ceiling = item.at - distance;
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const item of order) placed[item.index] = item.at;
  return placed;
}
