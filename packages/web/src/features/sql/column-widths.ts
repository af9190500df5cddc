import type { SqlAnswer } from '@pharos/core/api/sql';
import { textOf } from './column-kind.ts';

/** Rows that are looked at. */
const LOOKED_AT = 100;
const LEAST = 5;
const MOST = 28;
/** A letter of 13 px in a proportional font, with room for wide ones; and the cell's padding. */
const LETTER = 0.52;
const PADDING = 1.25;

/** Widths that show most of what columns hold, in rem. */
export const widthsOf = ({ columns, rows }: SqlAnswer): number[] =>
  columns.map(({ name }, place) => {
    const letters = rows
      .slice(0, LOOKED_AT)
      .reduce((most, row) => Math.max(most, textOf(row[place]).length), name.length);
    return Math.min(MOST, Math.max(LEAST, Math.ceil(letters * LETTER + PADDING)));
  });
