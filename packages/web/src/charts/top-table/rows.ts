import type { Metric, Unit } from '@pharos/core/metrics';

export interface TopColumn {
  key: string;
  label: string;
  unit: Unit;
  better: Metric['better'];
}

export interface TopRow {
  key: string;
  label: string;
  /** One a column; null where there is no figure. */
  figures: readonly (number | null)[];
  /** The same of the period before. */
  before?: readonly (number | null)[] | undefined;
  /** The first column over time. */
  points?: readonly (number | null)[] | undefined;
  group?: readonly string[];
}

export interface TopSort {
  column: number;
  descending: boolean;
}

/** Rows by a column. Those without a figure stand last, whichever way; what has no group (the rest) after them. */
export function sortedRows(rows: readonly TopRow[], { column, descending }: TopSort): TopRow[] {
  return rows.toSorted((a, b) => {
    if ((a.group === undefined) !== (b.group === undefined)) return a.group === undefined ? 1 : -1;
    const [one, other] = [a.figures[column] ?? null, b.figures[column] ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return descending ? other - one : one - other;
  });
}
