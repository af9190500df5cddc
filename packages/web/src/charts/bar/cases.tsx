import type { ChartCase } from '../kit/case.ts';
import { CHINESE_NAMES, chance, LONG_NAMES, MODELS } from '../testing/samples.ts';
import { Bar, type BarProps } from './Bar.tsx';
import type { BarPart, BarRow } from './layout.ts';

const ONE: readonly BarPart[] = [{ name: 'requests', label: 'Requests', color: 'var(--series-1)' }];
const OUTCOMES: readonly BarPart[] = [
  { name: 'ok', label: 'succeeded', color: 'var(--volume)', group: ['ok'] },
  { name: 'error', label: 'failed', color: 'var(--bad-mark)', group: ['error'] },
];
const TOKENS: readonly BarPart[] = [
  { name: 'input', label: 'input', color: 'var(--series-1)' },
  { name: 'cached', label: 'cached', color: 'var(--series-8)' },
  { name: 'output', label: 'output', color: 'var(--series-2)' },
  { name: 'reasoning', label: 'reasoning', color: 'var(--series-7)' },
];

/** Each about two thirds of the one before. */
function falling(names: readonly string[], most: number, parts = 1): BarRow[] {
  const next = chance(names.length + parts);
  return names.map((name, at) => ({
    key: name,
    label: name,
    group: [name],
    values: Array.from(
      { length: parts },
      (_, part) => most * 0.66 ** at * (0.8 + 0.3 * next()) * 0.4 ** part,
    ),
  }));
}
const rows = (values: readonly (number | null)[], names: readonly string[] = MODELS): BarRow[] =>
  values.map((value, at) => ({
    key: names[at] ?? `${at}`,
    label: names[at] ?? `${at}`,
    group: [`${at}`],
    values: [value],
  }));
const many = Array.from({ length: 60 }, (_, at) => `tool-${at + 1}`);

const chart = (over: Partial<BarProps>) => (
  <Bar label="Requests by model" unit="count" parts={ONE} rows={[]} height={168} {...over} />
);

export const cases: readonly ChartCase[] = [
  { name: 'by model', element: chart({ rows: falling(MODELS, 48_200) }) },
  {
    name: 'stacked',
    element: chart({ unit: 'tokens', parts: TOKENS, rows: falling(MODELS, 4_820_000, 4), height: 190 }),
  },
  {
    name: 'outcomes',
    element: chart({
      parts: OUTCOMES,
      rows: falling(MODELS.slice(0, 4), 9000, 2).map((row, at) => ({
        ...row,
        values: [row.values[0] ?? 0, (row.values[1] ?? 0) * (at === 3 ? 0 : 0.1)],
      })),
      height: 140,
    }),
  },
  {
    name: '60 rows',
    element: chart({
      rows: falling(many, 900).map((row, at) => ({ ...row, values: [900 / (at + 1)] })),
      height: 240,
    }),
  },
  {
    name: 'thresholds',
    element: chart({
      unit: 'ratio',
      addsUp: false,
      rows: rows([0.12, 0.061, 0.03, 0.008]),
      thresholds: [
        { value: 0.05, tone: 'warn' },
        { value: 0.1, tone: 'bad' },
      ],
      height: 112,
    }),
  },
  { name: 'negative', element: chart({ unit: 'usd', rows: rows([420, 180, 35, -60, -240]) }) },
  { name: 'empty', element: chart({}) },
  { name: 'one row', element: chart({ rows: rows([42]) }) },
  {
    name: 'unknown and zero',
    element: chart({ unit: 'ms', addsUp: false, rows: rows([1840, 0, null]), height: 84 }),
  },
  { name: 'all zero', element: chart({ rows: rows([0, 0, 0]), height: 84 }) },
  { name: 'huge', element: chart({ unit: 'tokens', rows: rows([1e15, 3.1e14, 2]), height: 84 }) },
  { name: 'tiny', element: chart({ unit: 'usd', rows: rows([0.0021, 0.00035, 0.00002]), height: 84 }) },
  { name: 'long labels', element: chart({ rows: falling(LONG_NAMES, 900), height: 112 }) },
  { name: 'Chinese labels', element: chart({ rows: falling(CHINESE_NAMES, 900), height: 140 }) },
  {
    name: 'narrow',
    width: 340,
    element: chart({
      unit: 'tokens',
      parts: TOKENS,
      rows: falling([...LONG_NAMES, ...MODELS], 4_820_000, 4),
      height: 220,
    }),
  },
];
