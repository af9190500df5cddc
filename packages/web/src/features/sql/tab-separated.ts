import type { SqlAnswer } from '@pharos/core/api/sql';
import { textOf } from './column-kind.ts';

/** A cell of a spreadsheet: what would end it is quoted, and nothing in it is taken for a formula (CWE-1236). */
function cell(text: string): string {
  const defused = /^[=+@\t\r]|^-(?!\d)/.test(text) ? `'${text}` : text;
  return /[\t\n\r"]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused;
}

/** An answer as spreadsheets take it from the clipboard: a line a row, the names of the columns first. */
export const tabSeparated = ({ columns, rows }: SqlAnswer): string =>
  [columns.map(({ name }) => cell(name)), ...rows.map((row) => row.map((value) => cell(textOf(value))))]
    .map((cells) => cells.join('\t'))
    .join('\n');
