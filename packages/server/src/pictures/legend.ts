import { fitText, textWidth } from '@pharos/core/charts/text-width';
import type { Palette } from './palette.ts';
import { element, lineFrom, textAt } from './svg.ts';

export interface LegendItem {
  label: string;
  color: string;
  /** A dashed line, or a surface that others lie on; absent: a series. */
  look?: 'dashed' | 'wash';
}

const LINE = 18;
const SWATCH = 13;
const GAP = 14;

/** Names with their colours, in as many lines as they take. */
export function legendOf(
  items: readonly LegendItem[],
  width: number,
  palette: Palette,
): { height: number; draw(x: number, y: number): string } {
  let [left, line] = [0, 0];
  const placed = items.map((item) => {
    const label = fitText(item.label, width - SWATCH);
    const room = SWATCH + textWidth(label);
    if (left > 0 && left + room > width) [left, line] = [0, line + 1];
    const place = { ...item, label, left, line };
    left += room + GAP;
    return place;
  });
  return {
    height: items.length === 0 ? 0 : (line + 1) * LINE,
    draw: (x, y) =>
      placed
        .map((item) => {
          const [at, middle] = [x + item.left, y + item.line * LINE + LINE / 2];
          return swatch(item, at, middle) + textAt(at + SWATCH, middle, item.label, { fill: palette.soft });
        })
        .join(''),
  };
}

/** What stands before a name. */
export function swatch({ color, look }: Pick<LegendItem, 'color' | 'look'>, x: number, y: number): string {
  if (look === 'dashed') return lineFrom([x, y], [x + 9, y], color, '2 2');
  const box = { x, y: y - 4, width: 8, height: 8, rx: 2, fill: color };
  return element('rect', look === 'wash' ? { ...box, 'fill-opacity': WASH } : box);
}

/** How much of a colour a surface has that others lie on. */
export const WASH = 0.16;
