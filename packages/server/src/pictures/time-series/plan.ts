import { type Plot, plotOf } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { scaleLinear } from 'd3-scale';
import { isKnown, known } from '../known.ts';
import { type LegendItem, legendOf } from '../legend.ts';
import { type Palette, seriesColor } from '../palette.ts';
import { type ValueAxis, valueAxis } from '../value-axis.ts';
import { PICTURE_WORDS } from '../words.ts';
import type { TimeSeriesPicture } from './data.ts';
import { type Extent, extentsOf, type Geometry, previousOf } from './geometry.ts';

export const EDGE = 8;
const AXIS = 24;
const LABEL = 15;
export const TITLE = 18;
/** Names stand at the ends of their lines while they are few and the picture is wide. */
const MOST_DIRECT = 6;
const LEAST_WIDE = 420;
const MOST_LABEL = 140;
const SWATCH = 26;

/** Where everything of a picture stands. */
export interface Plan {
  plot: Plot;
  axis: ValueAxis;
  geometry: Geometry;
  extents: readonly (readonly (Extent | null)[])[];
  previous: readonly (readonly (number | null)[])[];
  band: readonly ({ area: Extent; expected: number } | null)[];
  legend: ReturnType<typeof legendOf>;
  /** What names take at the ends of lines; undefined where the legend has them. */
  nameRoom: number | undefined;
}

/** Undefined where there is nothing to draw. */
export function planOf(data: TimeSeriesPicture, palette: Palette): Plan | undefined {
  const { width, height, series, buckets } = data;
  const extents = extentsOf(data);
  if (!extents.some((points) => points.some((point) => point !== null))) return undefined;
  const previous = previousOf(data);
  const band = buckets.map((_, at) => bandAt(data, at));
  const isDirect =
    series.length > 1 &&
    series.length <= MOST_DIRECT &&
    width >= LEAST_WIDE &&
    height >= series.length * LABEL + AXIS + EDGE;
  const nameRoom = isDirect
    ? Math.min(MOST_LABEL, Math.max(...series.map(({ label }) => textWidth(label))) + 2)
    : undefined;
  const { language } = data;
  const words = PICTURE_WORDS[language];
  const items: LegendItem[] = [
    ...(series.length > 1 && !isDirect
      ? series.map(({ label }, at) => ({ label, color: seriesColor(palette, at) }))
      : []),
    ...(previous.length > 0
      ? [{ label: words.previous, color: palette.faint, look: 'dashed' as const }]
      : []),
    ...(band.some(Boolean) ? [{ label: words.usual, color: palette.soft, look: 'wash' as const }] : []),
  ];
  const legend = legendOf(items, width - 2 * EDGE, palette);
  const frame = {
    ...{ width, height, left: EDGE },
    top: EDGE + (data.title ? TITLE : 0) + (data.mark ? LABEL : 0),
    right: nameRoom === undefined ? EDGE : nameRoom + SWATCH,
    bottom: AXIS + legend.height,
  };
  const range = rangeOf([
    ...extents.flatMap((points) => points.flatMap((point) => (point ? [...point] : []))),
    ...previous.flatMap((values) => values.flatMap((value) => value ?? [])),
    ...band.flatMap((usual) => (usual ? [...usual.area, usual.expected] : [])),
    ...[data.limit].filter(isKnown),
  ]);
  const { width: axisWidth } = valueAxis(range, plotOf(frame), data);
  const plot = plotOf({ ...frame, left: EDGE + axisWidth + 6 });
  const axis = valueAxis(range, plot, data);
  const geometry = geometryOf(data, plot, axis.y);
  return { plot, axis, geometry, extents, previous, band, legend, nameRoom };
}

/** From zero or below to zero or above. Values may be more than a function takes. */
const rangeOf = (values: readonly number[]): readonly [number, number] => [
  values.reduce((a, b) => Math.min(a, b), 0),
  values.reduce((a, b) => Math.max(a, b), 0),
];

export const spanOf = ({ buckets, bucketMs }: TimeSeriesPicture) => ({
  fromMs: buckets[0] ?? 0,
  toMs: (buckets.at(-1) ?? 0) + bucketMs,
});

function bandAt({ band }: TimeSeriesPicture, at: number): { area: Extent; expected: number } | null {
  const usual = band?.[at];
  const [low, high, expected] = [known(usual?.low), known(usual?.high), known(usual?.expected)];
  return low === null || high === null || expected === null ? null : { area: [low, high], expected };
}

function geometryOf(data: TimeSeriesPicture, plot: Plot, y: Geometry['y']): Geometry {
  const { buckets, bucketMs, completeUntilMs = Number.POSITIVE_INFINITY } = data;
  const { fromMs, toMs } = spanOf(data);
  const x = scaleLinear()
    .domain([fromMs, Math.max(toMs, fromMs + 1)])
    .range([plot.x0, plot.x1]);
  return {
    ...{ x: (ms) => x(ms), y },
    starts: buckets.map((start) => x(start)),
    centers: buckets.map((start) => x(start + bucketMs / 2)),
    step: x(fromMs + bucketMs) - x(fromMs),
    isPartial: (index) => (buckets[index] ?? 0) + bucketMs > completeUntilMs,
  };
}
