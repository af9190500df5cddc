import { fitText } from '@pharos/core/charts/text-width';
import { WASH } from '../legend.ts';
import { LIGHT, seriesColor } from '../palette.ts';
import { picture, textAt } from '../svg.ts';
import { drawTimeAxis } from '../time-axis.ts';
import { drawValueAxis } from '../value-axis.ts';
import { PICTURE_WORDS } from '../words.ts';
import type { TimeSeriesPicture } from './data.ts';
import type { Extent, Geometry } from './geometry.ts';
import { drawLimit, drawMark, drawNames } from './layers.ts';
import { drawArea, drawBars, drawDashed, drawLine } from './marks.ts';
import { EDGE, planOf, spanOf, TITLE } from './plan.ts';

/**
 * Values over time as SVG that needs nothing else: few ticks, in the time zone and language of who reads it; gaps stay
 * gaps, bars and areas start at zero, and where there is nothing it says so. Pure: the same data give the same picture.
 */
export function timeSeriesPicture(data: TimeSeriesPicture): string {
  const { width, height, palette = LIGHT, language, label, title } = data;
  const sheet = { width, height, surface: palette.surface, label: label ?? title };
  const heading = title
    ? textAt(EDGE, EDGE + TITLE / 2 - 2, fitText(title, width - 2 * EDGE), { fill: palette.ink, bold: true })
    : '';
  const plan = planOf(data, palette);
  if (!plan) {
    const { empty } = PICTURE_WORDS[language];
    const centred = { fill: palette.muted, anchor: 'middle' as const };
    return picture(sheet, heading, textAt(width / 2, height / 2, empty, centred));
  }
  const { plot, axis, geometry, extents, previous, band, legend, nameRoom: room } = plan;
  const usual = band.map((each) => each?.area ?? null);
  const expected = band.map((each) => each?.expected ?? null);
  return picture(
    sheet,
    heading,
    drawValueAxis(axis, plot, palette),
    drawTimeAxis({ ...spanOf(data), x: geometry.x }, plot, { ...data, palette }),
    drawArea(usual, geometry, palette.soft, WASH),
    ...extents.map((points, at) => drawSeries(data, points, geometry, seriesColor(palette, at))),
    ...previous.map((values) => drawDashed(values, geometry, palette.faint, '2 3')),
    drawDashed(expected, geometry, palette.soft, '4 3'),
    drawLimit(data, plot, geometry, palette),
    drawMark(data, plot, geometry, palette),
    room === undefined ? '' : drawNames(data, extents, plot, geometry, { room, palette }),
    legend.draw(EDGE, height - legend.height - 2),
  );
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
