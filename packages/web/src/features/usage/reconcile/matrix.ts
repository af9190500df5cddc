import type { ComparedCell, Comparison } from '@pharos/core/api/reconcile';
import type { Measure } from './use-reconcile.ts';

export interface MatrixRow {
  key: string;
  name: string;
  /** By day, in order of days; undefined where the statement tells nothing and nothing was measured. */
  cells: (ComparedCell | undefined)[];
  difference: number;
}

export interface Matrix {
  days: string[];
  rows: MatrixRow[];
  /** The largest difference of a cell, without its sign. */
  largest: number;
}

/** A figure of a side as a number: for colours and order, not for sums. */
export const figureOf = (figures: ComparedCell['stated'], measure: Measure): number | undefined => {
  const value = figures[measure];
  return value === undefined ? undefined : Number(value);
};

/** What the statement tells, the most telling first. */
export const measuresOf = ({ total }: Comparison): Measure[] =>
  (['cost', 'tokens', 'requests'] as const).filter((measure) => total.stated[measure] !== undefined);

/** Differences by model and day: models down, the largest first, days across. */
export function matrixOf({ cells, models, days }: Comparison, measure: Measure): Matrix {
  const at = new Map(days.map((day, i) => [day, i]));
  const rows = new Map<string, MatrixRow>();
  for (const { key, name, difference } of models) {
    const gap = figureOf(difference, measure);
    if (gap !== undefined) rows.set(key, { key, name, cells: days.map(() => undefined), difference: gap });
  }
  let largest = 0;
  for (const cell of cells) {
    const gap = figureOf(cell.difference, measure);
    const row = rows.get(cell.key);
    const place = at.get(cell.day);
    if (gap === undefined || !row || place === undefined) continue;
    row.cells[place] = cell;
    largest = Math.max(largest, Math.abs(gap));
  }
  const sorted = [...rows.values()].sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  return { days, rows: sorted, largest };
}

/** How strong a cell is coloured, 0 to 1: small differences are to be seen beside large ones. */
export const strengthOf = (gap: number, largest: number): number =>
  gap === 0 || largest === 0 ? 0 : 0.12 + 0.78 * Math.sqrt(Math.abs(gap) / largest);
