import type { ComparedCell, Comparison } from '@pharos/core/api/reconcile';
import { csvCell } from '@pharos/core/csv';
import { COUNTS } from '@pharos/core/reconcile/amounts';

const FIGURES = [...COUNTS, 'tokens', 'cost'] as const;
const SIDES = ['stated', 'measured', 'difference'] as const;

const ROWS_OF_A_PIECE = 500;
const line = (row: readonly string[]): string => `${row.join(',')}\r\n`;

/** A row for each model and day, in pieces of text; empty where the statement does not tell. */
export function* comparisonCsv({ cells, models }: Comparison): Generator<string> {
  const names = new Map(models.map(({ key, name }) => [key, key === '*' ? '*' : name]));
  yield line(['day', 'model', ...FIGURES.flatMap((figure) => SIDES.map((side) => `${figure}_${side}`))]);
  const rowOf = (of: ComparedCell) => [
    of.day,
    csvCell(names.get(of.key) ?? of.key),
    ...FIGURES.flatMap((figure) => SIDES.map((side) => String(of[side][figure] ?? ''))),
  ];
  const sorted = cells.toSorted((a, b) =>
    a.day === b.day ? (a.key < b.key ? -1 : 1) : a.day < b.day ? -1 : 1,
  );
  for (let from = 0; from < sorted.length; from += ROWS_OF_A_PIECE) {
    yield sorted
      .slice(from, from + ROWS_OF_A_PIECE)
      .map((of) => line(rowOf(of)))
      .join('');
  }
}
