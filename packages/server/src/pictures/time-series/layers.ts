import { dodge } from '@pharos/core/charts/dodge';
import type { Plot } from '@pharos/core/charts/frame';
import { fitText, textWidth } from '@pharos/core/charts/text-width';
import { formatUnit } from '@pharos/core/format/unit';
import { isKnown } from '../known.ts';
import { swatch } from '../legend.ts';
import { type Palette, seriesColor } from '../palette.ts';
import { lineFrom, textAt } from '../svg.ts';
import { PICTURE_WORDS } from '../words.ts';
import type { TimeSeriesPicture } from './data.ts';
import type { Extent, Geometry } from './geometry.ts';

const NAME_HEIGHT = 15;
/** From a line to the middle of what is written above it. */
const ABOVE = 8;

/** What values are held against: a line that says how much it is, away from the mark. */
export function drawLimit(
  { limit, limitLabel, unit, language, rate, mark }: TimeSeriesPicture,
  { x0, x1, y0 }: Plot,
  { x, y }: Geometry,
  { bad }: Palette,
): string {
  if (!isKnown(limit)) return '';
  const at = y(limit);
  const text = `${limitLabel ?? PICTURE_WORDS[language].limit} ${formatUnit(limit, unit, language, rate)}`;
  // Above its line, or below where that is at the edge of the plot.
  const middle = at - y0 < 2 * ABOVE ? at + ABOVE : at - ABOVE;
  const isAtEnd = mark !== undefined && x(mark.atMs) < x0 + textWidth(text) + 2 * ABOVE;
  return (
    lineFrom([x0, at], [x1, at], bad, '4 3') +
    (isAtEnd
      ? textAt(x1 - 4, middle, text, { fill: bad, anchor: 'end' })
      : textAt(x0 + 4, middle, text, { fill: bad }))
  );
}

/** A moment, with its name above the plot. */
export function drawMark(
  { mark, buckets, bucketMs }: TimeSeriesPicture,
  { x0, x1, y0, y1 }: Plot,
  { x }: Geometry,
  { ink }: Palette,
): string {
  const end = (buckets.at(-1) ?? 0) + bucketMs;
  if (!mark || mark.atMs < (buckets[0] ?? 0) || mark.atMs > end) return '';
  const at = x(mark.atMs);
  const label = fitText(mark.label, x1 - x0);
  const half = textWidth(label) / 2;
  const middle = Math.min(Math.max(at, x0 + half), x1 - half);
  return (
    lineFrom([at, y0 - 2], [at, y1], ink, '3 2') +
    textAt(middle, y0 - ABOVE - 1, label, { fill: ink, anchor: 'middle' })
  );
}

/** The names of the series at the right edge, each where its line or its part of the stack ends. */
export function drawNames(
  { series, mode }: TimeSeriesPicture,
  extents: readonly (readonly (Extent | null)[])[],
  { x1, y0, y1 }: Plot,
  { y, isPartial }: Geometry,
  { room, palette }: { room: number; palette: Palette },
): string {
  const isStacked = mode === 'stacked' || mode === 'bars';
  const named = series.flatMap(({ label }, at) => {
    const points = extents[at] ?? [];
    const last = points.findLast((point, index) => point !== null && !isPartial(index));
    const end = last ?? points.findLast((point) => point !== null);
    return end ? [{ label, at, y: y(isStacked ? (end[0] + end[1]) / 2 : end[1]) }] : [];
  });
  const places = dodge(
    named.map((each) => each.y),
    NAME_HEIGHT,
    y0 + 4,
    y1 - 4,
  );
  return named
    .map(({ label, at }, index) => {
      const middle = places[index] ?? 0;
      return (
        swatch({ color: seriesColor(palette, at) }, x1 + 6, middle) +
        textAt(x1 + 18, middle, fitText(label, room), { fill: palette.soft })
      );
    })
    .join('');
}
