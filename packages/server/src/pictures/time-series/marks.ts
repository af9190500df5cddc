import { area, line } from 'd3-shape';
import { element } from '../svg.ts';
import type { Extent, Geometry } from './geometry.ts';

const WASH = 0.13;
/** Of what is still filling. */
const PARTIAL = 0.4;
/** A single error among thousands must still be seen. */
const LEAST_BAR = 1.5;

const short = (value: number): number => Math.round(value * 10) / 10;

/** An outline through what is known: gaps stay gaps, and a point between two gaps is a dot. */
export function drawLine(points: readonly (Extent | null)[], geometry: Geometry, color: string): string {
  const { y, centers, isPartial } = geometry;
  const center = (index: number) => centers[index] ?? 0;
  const outline = line<Extent | null>()
    .defined((point, index) => point !== null && !isPartial(index))
    .x((_, index) => center(index))
    .y((point) => y(point?.[1] ?? 0))
    .digits(1)(points);
  const stroke = { fill: 'none', stroke: color, 'stroke-width': 1.5, 'stroke-linejoin': 'round' };
  const last = points.findLastIndex((point) => point !== null);
  const [from, to] = [points[last - 1], points[last]];
  const tail =
    from && to && isPartial(last)
      ? `M${short(center(last - 1))},${short(y(from[1]))}L${short(center(last))},${short(y(to[1]))}`
      : undefined;
  const dots = points.flatMap((point, index) =>
    point && !points[index - 1] && !points[index + 1]
      ? [element('circle', { cx: center(index), cy: y(point[1]), r: 2, fill: color })]
      : [],
  );
  return [
    outline && element('path', { d: outline, ...stroke }),
    tail && element('path', { d: tail, ...stroke, 'stroke-dasharray': '2 3' }),
    ...dots,
  ].join('');
}

/** The surface between bottom and top of each point. */
export function drawArea(
  points: readonly (Extent | null)[],
  { y, centers }: Geometry,
  color: string,
  opacity = WASH,
): string {
  const surface = area<Extent | null>()
    .defined((point) => point !== null)
    .x((_, index) => centers[index] ?? 0)
    .y0((point) => y(point?.[0] ?? 0))
    .y1((point) => y(point?.[1] ?? 0))
    .digits(1)(points);
  return surface ? element('path', { d: surface, fill: color, 'fill-opacity': opacity }) : '';
}

/** A bar for each point that is not nothing; all of a series are one shape, and those that still fill another. */
export function drawBars(points: readonly (Extent | null)[], geometry: Geometry, color: string): string {
  const { y, starts, step, isPartial } = geometry;
  const gap = step > 4 ? 1 : step > 2 ? 0.5 : 0;
  const shape = (partial: boolean): string =>
    points
      .map((point, index) => {
        if (!point || point[0] === point[1] || isPartial(index) !== partial) return '';
        const [top, bottom] = [y(Math.max(...point)), y(Math.min(...point))];
        const height = Math.max(point[0] === 0 ? LEAST_BAR : 0, bottom - top);
        const from = point[1] < point[0] ? top : bottom - height;
        const width = Math.max(0.5, step - gap);
        return `M${short((starts[index] ?? 0) + gap / 2)},${short(from)}h${short(width)}v${short(height)}h${-short(width)}z`;
      })
      .join('');
  const [firm, filling] = [shape(false), shape(true)];
  return [
    firm && element('path', { d: firm, fill: color }),
    filling && element('path', { d: filling, fill: color, 'fill-opacity': PARTIAL }),
  ].join('');
}

/** A thin line beside the series, such as of the period before. */
export function drawDashed(
  values: readonly (number | null)[],
  { y, centers }: Geometry,
  stroke: string,
  dashes: string,
): string {
  const outline = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => centers[index] ?? 0)
    .y((value) => y(value ?? 0))
    .digits(1)(values);
  return outline
    ? element('path', { d: outline, fill: 'none', stroke, 'stroke-width': 1.2, 'stroke-dasharray': dashes })
    : '';
}
