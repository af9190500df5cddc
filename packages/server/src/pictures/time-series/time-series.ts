import { type Plot, plotOf } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { scaleLinear } from 'd3-scale';
import { isKnown, known } from '../known.ts';
import { type LegendItem, legendOf, WASH } from '../legend.ts';
import { LIGHT, type Palette, seriesColor } from '../palette.ts';
import { picture, textAt } from '../svg.ts';
import { drawTimeAxis } from '../time-axis.ts';
import { drawValueAxis, valueAxis } from '../value-axis.ts';
import { PICTURE_WORDS } from '../words.ts';
import type { TimeSeriesPicture } from './data.ts';
import { type Extent, extentsOf, type Geometry, previousOf } from './geometry.ts';
import { drawLimit, drawMark, drawNames } from './layers.ts';
import { drawArea, drawBars, drawDashed, drawLine } from './marks.ts';

const EDGE = 8;
const AXIS = 24;
const LABEL = 15;
/** Names stand at the ends of their lines while they are few and the picture is wide. */
const MOST_DIRECT = 6;
const LEAST_WIDE = 420;
const MOST_LABEL = 140;

/**
 * Values over time as SVG that needs nothing else: few ticks, in the time zone and language of who reads it; gaps stay
 * gaps, bars and areas start at zero, and where there is nothing it says so. Pure: the same data give the same picture.
 */
export function timeSeriesPicture(data: TimeSeriesPicture): string {
  const { width, height, palette = LIGHT, language, label, buckets, series } = data;
  const words = PICTURE_WORDS[language];
  const sheet = { width, height, surface: palette.surface, label };
  const extents = extentsOf(data);
  if (!extents.some((points) => points.some((point) => point !== null)))
    return picture(
      sheet,
      textAt(width / 2, height / 2, words.empty, { fill: palette.muted, anchor: 'middle' }),
    );

  const previous = previousOf(data);
  const band = buckets.map((_, at) => bandAt(data, at));
  const isDirect =
    series.length > 1 &&
    series.length <= MOST_DIRECT &&
    width >= LEAST_WIDE &&
    height >= series.length * LABEL + AXIS + EDGE;
  const labelRoom = isDirect
    ? Math.min(MOST_LABEL, Math.max(...series.map((each) => textWidth(each.label))) + 2)
    : 0;
  const legend = legendOf(
    [
      ...(series.length > 1 && !isDirect ? seriesItems(data, palette) : []),
      ...(previous.length > 0
        ? [{ label: words.previous, color: palette.faint, look: 'dashed' as const }]
        : []),
      ...(band.some(Boolean) ? [{ label: words.usual, color: palette.soft, look: 'wash' as const }] : []),
    ],
    width - 2 * EDGE,
    palette,
  );
  const frame = {
    ...{ width, height, left: EDGE, top: data.mark ? EDGE + LABEL : EDGE },
    right: isDirect ? labelRoom + 26 : EDGE,
    bottom: AXIS + legend.height,
  };
  const drawn = [
    ...extents.flatMap((points) => points.flatMap((point) => (point ? [...point] : []))),
    ...previous.flatMap((values) => values.flatMap((value) => value ?? [])),
    ...band.flatMap((usual) => (usual ? [...usual.area, usual.expected] : [])),
    ...[data.limit].filter(isKnown),
  ];
  const range = [least(drawn), most(drawn)] as const;
  const { width: axisWidth } = valueAxis(range, plotOf(frame), data);
  const plot = plotOf({ ...frame, left: EDGE + axisWidth + 6 });
  const axis = valueAxis(range, plot, data);
  const geometry = geometryOf(data, plot, axis.y);
  return picture(
    sheet,
    drawValueAxis(axis, plot, palette),
    drawTimeAxis({ ...spanOf(data), x: geometry.x }, plot, { ...data, palette }),
    drawArea(
      band.map((usual) => usual?.area ?? null),
      geometry,
      palette.soft,
      WASH,
    ),
    ...extents.map((points, at) => drawSeries(data, points, geometry, seriesColor(palette, at))),
    ...previous.map((values) => drawDashed(values, geometry, palette.faint, '2 3')),
    drawDashed(
      band.map((usual) => usual?.expected ?? null),
      geometry,
      palette.soft,
      '4 3',
    ),
    drawLimit(data, plot, geometry, palette),
    drawMark(data, plot, geometry, palette),
    isDirect ? drawNames(data, extents, plot, geometry, { room: labelRoom, palette }) : '',
    legend.draw(EDGE, height - legend.height - 2),
  );
}

// Arrays of any length: no spread into arguments.
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), 0);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

const seriesItems = ({ series }: TimeSeriesPicture, palette: Palette): LegendItem[] =>
  series.map(({ label }, at) => ({ label, color: seriesColor(palette, at) }));

const spanOf = ({ buckets, bucketMs }: TimeSeriesPicture) => ({
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

const STACKED_OPACITY = 0.85;
function drawSeries(
  { mode }: TimeSeriesPicture,
  points: readonly (Extent | null)[],
  geometry: Geometry,
  color: string,
): string {
  switch (mode) {
    case 'bars':
      return drawBars(points, geometry, color);
    case 'stacked':
      return drawArea(points, geometry, color, STACKED_OPACITY);
    case 'area':
      return drawArea(points, geometry, color) + drawLine(points, geometry, color);
    case 'line':
      return drawLine(points, geometry, color);
  }
}
