import type { ChartCase } from '../kit/case.ts';
import { CHINESE_NAMES, chance, LONG_NAMES, MODELS, wave } from '../testing/samples.ts';
import type { TopRow } from './rows.ts';
import { TopTable } from './TopTable.tsx';

const COLUMNS = [
  { key: 'cost', label: 'Cost', unit: 'usd', better: 'less' },
  { key: 'requests', label: 'Requests', unit: 'count', better: 'neither' },
  { key: 'p95', label: 'Latency P95', unit: 'ms', better: 'less' },
] as const;

function rowsOf(names: readonly string[], compared = false): TopRow[] {
  const next = chance(5);
  return names.map((label, at) => {
    const figures = [90 * 0.6 ** at, Math.round(4000 * next()), 900 + next() * 9000];
    return {
      ...{ key: label, label, figures, group: [label] },
      points: wave(48, at + 2, 40),
      ...(compared ? { before: figures.map((value) => value * (0.7 + next() * 0.6)) } : {}),
    };
  });
}
const table = (rows: readonly TopRow[]) => (
  <TopTable
    label="Models"
    rowLabel="Model"
    columns={COLUMNS}
    rows={rows}
    periodName="the previous day"
    height={240}
  />
);
const html = { pageOnly: true } as const;

export const cases: readonly ChartCase[] = [
  { name: 'rows', ...html, element: table(rowsOf(MODELS)) },
  { name: 'compared', ...html, element: table(rowsOf(MODELS, true)) },
  { name: 'unknown figures', ...html, element: table([{ key: 'a', label: 'a', figures: [null, 4, null] }]) },
  {
    name: 'many rows',
    ...html,
    element: table(rowsOf(Array.from({ length: 40 }, (_, nth) => `model-${nth + 1}`))),
  },
  { name: 'long labels', ...html, element: table(rowsOf(LONG_NAMES)) },
  { name: 'chinese labels', ...html, element: table(rowsOf(CHINESE_NAMES)) },
  { name: 'narrow', ...html, width: 340, element: table(rowsOf(MODELS)) },
];
