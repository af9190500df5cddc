import { figure, type TableData, words } from '../kit/table.ts';
import { type BarPart, type BarRow, sumOf } from './layout.ts';

interface TableOf {
  /** What the rows are: `Model`. */
  rowLabel: string;
  parts: readonly BarPart[];
  rows: readonly BarRow[];
  /** The heading of the sum of several parts. */
  totalLabel: string;
  exact: (value: number) => string;
}

/** A row a group, a column a part. */
export function barTable({ rowLabel, parts, rows, totalLabel, exact }: TableOf): TableData {
  const several = parts.length > 1;
  const right = (label: string) => ({ label, align: 'right' as const });
  return {
    columns: [
      { label: rowLabel },
      ...parts.map(({ label }) => right(label)),
      ...(several ? [right(totalLabel)] : []),
    ],
    rows: rows.map(({ key, label, values }) => ({
      key,
      cells: [
        words(label),
        ...values.map((value) => figure(value, exact)),
        ...(several ? [figure(sumOf(values), exact)] : []),
      ],
    })),
  };
}
