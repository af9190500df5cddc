export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';
export const isArrow = (key: string): key is Arrow => key.startsWith('Arrow');

/** What a reader can point at in a chart, with a pointer or with arrow keys: its buckets, bars, cells or dots. */
export interface Stops {
  count: number;
  /** The stop at a place of the chart, in its pixels; undefined where there is none. */
  at(x: number, y: number): number | undefined;
  /** The stop that an arrow leads to; the same one at the edge. */
  next(from: number, arrow: Arrow): number;
  /** Where its tooltip points. */
  anchor(stop: number): { x: number; y: number };
}

const bounded = (place: number, count: number): number => Math.min(Math.max(place, 0), count - 1);

/** Stops one after another: both pairs of arrows lead on and back. */
export const nextInRow =
  (count: number): Stops['next'] =>
  (from, arrow) =>
    bounded(from + (arrow === 'ArrowRight' || arrow === 'ArrowDown' ? 1 : -1), count);

/** Stops in rows of so many columns, numbered row by row. */
export const nextInGrid =
  (columns: number, rows: number): Stops['next'] =>
  (from, arrow) => {
    const [row, column] = [Math.floor(from / columns), from % columns];
    const toRow = arrow === 'ArrowDown' ? row + 1 : arrow === 'ArrowUp' ? row - 1 : row;
    const toColumn = arrow === 'ArrowRight' ? column + 1 : arrow === 'ArrowLeft' ? column - 1 : column;
    return bounded(toRow, rows) * columns + bounded(toColumn, columns);
  };
