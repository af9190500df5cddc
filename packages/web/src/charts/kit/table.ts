import { csvCell } from '@pharos/core/csv';

/** The data of a chart as a table: its alternative for who would rather read, and what is copied as CSV. */
export interface TableData {
  columns: readonly { label: string; align?: 'left' | 'right' }[];
  rows: readonly { key: string; cells: readonly Cell[] }[];
}

/** A value with the text that stands for it; null where there is none. */
export interface Cell {
  value: string | number | null;
  text: string;
}

export const words = (text: string): Cell => ({ value: text, text });
export const figure = (value: number | null | undefined, format: (value: number) => string): Cell =>
  value === null || value === undefined ? { value: null, text: '–' } : { value, text: format(value) };

const inCsv = ({ value }: Cell): string => (typeof value === 'string' ? csvCell(value) : String(value ?? ''));

/** RFC 4180, with numbers as computers read them. */
export const csvOf = ({ columns, rows }: TableData): string =>
  [columns.map(({ label }) => csvCell(label)), ...rows.map(({ cells }) => cells.map(inCsv))]
    .map((line) => `${line.join(',')}\r\n`)
    .join('');
