import type { Comparison } from '@pharos/core/api/reconcile';
import { COUNTS } from '@pharos/core/reconcile/amounts';

const FIGURES = [...COUNTS, 'tokens', 'cost'] as const;
const SIDES = ['stated', 'measured', 'difference'] as const;

/** A text cell: quoted where it must be, and never a formula for the spreadsheet that opens it. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** A row for each model and day; empty where the statement does not tell. */
export function comparisonCsv({ cells, models }: Comparison): string {
  const names = new Map(models.map(({ key, name }) => [key, key === '*' ? '*' : name]));
  const header = ['day', 'model', ...FIGURES.flatMap((figure) => SIDES.map((side) => `${figure}_${side}`))];
  const rows = cells
    .toSorted((a, b) => (a.day === b.day ? (a.key < b.key ? -1 : 1) : a.day < b.day ? -1 : 1))
    .map((of) => [
      of.day,
      cell(names.get(of.key) ?? of.key),
      ...FIGURES.flatMap((figure) => SIDES.map((side) => String(of[side][figure] ?? ''))),
    ]);
  return `${[header, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}
