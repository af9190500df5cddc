import { fitText, textWidth } from '@pharos/core/charts/text-width';
import { formatUnit } from '@pharos/core/format/unit';
import { isKnown } from './known.ts';
import type { Figures, Look } from './look.ts';
import { LIGHT, seriesColor } from './palette.ts';
import { element, lineFrom, picture, textAt } from './svg.ts';
import { PICTURE_WORDS } from './words.ts';

export interface BarsPicture extends Omit<Look, 'height' | 'title'>, Figures {
  /** From top to bottom. A value that is null is not known. */
  rows: readonly { label: string; value: number | null; previous?: number | null }[];
}

const ROW = 22;
const BAR = 10;
const EDGE = 8;
const GAP = 8;
const EMPTY_HEIGHT = 64;
/** Of the width, for names. */
const NAMES = 0.38;

/** How high a picture of so many rows is. */
export const barsHeight = (rows: number): number => (rows === 0 ? EMPTY_HEIGHT : rows * ROW + 2 * EDGE);

/**
 * A bar for each row from zero to its value, its name at the left and its figure at the right; the period before is a tick
 * across the bar. What is negative goes to the left of zero.
 */
export function barsPicture(data: BarsPicture): string {
  const { rows, unit, rate, width, language, label, palette = LIGHT } = data;
  const sheet = { width, height: barsHeight(rows.length), surface: palette.surface, label };
  if (rows.length === 0)
    return picture(
      sheet,
      textAt(width / 2, EMPTY_HEIGHT / 2, PICTURE_WORDS[language].empty, {
        fill: palette.muted,
        anchor: 'middle',
      }),
    );
  const figures = rows.map(({ value }) => (isKnown(value) ? formatUnit(value, unit, language, rate) : '–'));
  const names = Math.min(width * NAMES, Math.max(...rows.map((row) => textWidth(row.label))));
  const [from, to] = [EDGE + names + GAP, width - EDGE - Math.max(...figures.map(textWidth)) - GAP];
  const values = rows.flatMap(({ value, previous }) => [value, previous].filter(isKnown));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const x = (value: number) => from + ((value - low) / (high - low || 1)) * Math.max(1, to - from);
  return picture(
    sheet,
    ...rows.map((row, at) => {
      const y = EDGE + at * ROW + ROW / 2;
      const value = isKnown(row.value) ? row.value : 0;
      const [left, right] = [x(Math.min(0, value)), x(Math.max(0, value))];
      const before = isKnown(row.previous) ? x(row.previous) : undefined;
      return [
        textAt(EDGE, y, fitText(row.label, names), { fill: palette.soft }),
        value === 0
          ? ''
          : element('rect', {
              ...{ x: left, y: y - BAR / 2, width: Math.max(1, right - left), height: BAR },
              fill: seriesColor(palette, 0),
            }),
        before === undefined
          ? ''
          : lineFrom([before, y - BAR / 2 - 2], [before, y + BAR / 2 + 2], palette.muted),
        textAt(width - EDGE, y, figures[at] ?? '', { fill: palette.ink, anchor: 'end' }),
      ].join('');
    }),
    lineFrom([x(0), EDGE], [x(0), EDGE + rows.length * ROW], palette.zero),
  );
}
