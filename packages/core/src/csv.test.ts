import { expect, it } from 'vitest';
import { csvCell } from './csv.ts';

it.each([
  ['gpt-4.1', 'gpt-4.1'],
  ['a "b", c', '"a ""b"", c"'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['-1', "'-1"],
  ['@sum(a,b)', `"'@sum(a,b)"`],
  ['', ''],
])('%j is %j as a cell', (text, cell) => {
  expect(csvCell(text)).toBe(cell);
});
