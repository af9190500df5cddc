import { extent, mean } from 'd3-array';
import { area, line } from 'd3-shape';

interface SparklineProps {
  points: readonly (number | null)[];
  /** CSS colour. */
  color?: string;
  width?: number;
  height?: number;
  /** Washed below the line. */
  area?: boolean;
  /** Leave out the last point, which still fills. */
  lastIncomplete?: boolean;
}

/** The shape of a series at a glance, between its own least and most. Decoration: the figure stands beside it. */
export function Sparkline({
  points,
  color = 'var(--series-1)',
  width = 78,
  height = 18,
  area: washed = false,
  lastIncomplete = false,
}: SparklineProps) {
  const whole = lastIncomplete ? points.slice(0, -1) : points;
  const shape = thinned(whole, width / POINT_PX);
  return (
    <svg aria-hidden="true" width={width} height={height} className="block overflow-visible">
      {washed && <path d={sparklineArea(shape, width, height)} fill={color} opacity="0.12" />}
      <path
        d={sparklinePath(shape, width, height)}
        fill="none"
        stroke={color}
        strokeWidth="1.25"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** A point needs about so many pixels for the line between points to have a shape. */
const POINT_PX = 3;

/** Means of neighbours where there are more points than pixels to tell them apart; null only where all are. */
export function thinned(points: readonly (number | null)[], most: number): (number | null)[] {
  const size = Math.max(1, Math.ceil(points.length / most));
  return Array.from(
    { length: Math.ceil(points.length / size) },
    (_, nth) => mean(points.slice(nth * size, (nth + 1) * size), (value) => value ?? undefined) ?? null,
  );
}

/** From one stretch to another. Written out: a page of figures needs no more of scales than this. */
const between = (from: readonly [number, number], to: readonly [number, number]) => (value: number) =>
  to[0] + ((value - from[0]) / (from[1] - from[0])) * (to[1] - to[0]);

function scales(points: readonly (number | null)[], width: number, height: number) {
  const [least, most] = extent(points, (value) => value ?? undefined);
  if (least === undefined || most === undefined) return undefined;
  const y = between(least === most ? [least - 1, most + 1] : [least, most], [height - 1, 1]);
  const x = between([0, Math.max(1, points.length - 1)], [0, width]);
  return { x, y };
}

/** The path; '' without a point. A flat series lies in the middle. */
export function sparklinePath(points: readonly (number | null)[], width: number, height: number): string {
  const to = scales(points, width, height);
  if (!to) return '';
  return (
    line<number | null>()
      .defined((value) => value !== null)
      .x((_, index) => to.x(index))
      .y((value) => to.y(value ?? 0))
      .digits(1)([...points]) ?? ''
  );
}

function sparklineArea(points: readonly (number | null)[], width: number, height: number): string {
  const to = scales(points, width, height);
  if (!to) return '';
  return (
    area<number | null>()
      .defined((value) => value !== null)
      .x((_, index) => to.x(index))
      .y0(height)
      .y1((value) => to.y(value ?? 0))
      .digits(1)([...points]) ?? ''
  );
}
