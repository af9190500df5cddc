import { BIN_EDGES } from '@pharos/core/bins';
import { binLabel } from '../kit/bin-scale.ts';
import type { ChartCase } from '../kit/case.ts';
import { Charts } from '../kit/context.ts';
import { createHover } from '../kit/hover.ts';
import {
  bell,
  bucketsFrom,
  CHINESE_NAMES,
  chance,
  filling,
  HOUR,
  LONG_NAMES,
  MODELS,
  START,
  wave,
  whole,
} from '../testing/samples.ts';
import { Heatmap, type HeatmapProps } from './Heatmap.tsx';
import type { HeatRow } from './layout.ts';

const chart = (over: Partial<HeatmapProps>) => (
  <Heatmap
    label="Latency"
    unit="count"
    binUnit="ms"
    {...bucketsFrom(48, HOUR / 2)}
    rows={[]}
    height={240}
    {...over}
  />
);

const row = (label: string, points: readonly (number | null)[]): HeatRow => ({
  key: label,
  label,
  points,
  group: [label],
});
const named = (names: readonly string[], count = 48) =>
  names.map((name, at) => row(name, whole(wave(count, at + 1, 900 / (at + 1) ** 1.5))));

/** Requests by latency and time: two humps, the slow one growing. */
function latencies(columns: number, each: number): HeatRow[] {
  const next = chance(columns);
  const counts = new Map<number, number[]>();
  for (let column = 0; column < columns; column++) {
    const busy = 0.6 - 0.4 * Math.cos((column / columns) * 2 * Math.PI);
    const slow = 0.1 + 0.35 * (column / columns);
    for (let n = 0; n < each * busy; n++) {
      const ms = next() < slow ? 14_000 * 10 ** (0.7 * bell(next)) : 800 * 10 ** (0.9 * bell(next));
      const place = BIN_EDGES.findLastIndex((edge) => edge <= ms);
      const row = counts.get(place) ?? new Array<number>(columns).fill(0);
      row[column] = (row[column] ?? 0) + 1;
      counts.set(place, row);
    }
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([place, points]) => {
      const bin = { from: BIN_EDGES[place] ?? 0, to: BIN_EDGES[place + 1] ?? Number.POSITIVE_INFINITY };
      return {
        ...{ key: `${bin.from}`, label: binLabel(bin, (edge) => `${edge} ms`), group: [`${bin.from}`], bin },
        points: points.map((count) => (count === 0 ? null : count)),
      };
    });
}
const holes = (rows: HeatRow[]): HeatRow[] =>
  rows.map((each, at) => ({
    ...each,
    points: each.points.map((value, column) =>
      column > 12 && column < 18 ? null : (column + at * 3) % 7 === 0 ? 0 : value,
    ),
  }));

export const cases: readonly ChartCase[] = [
  {
    name: 'latency over time',
    element: chart({ ...filling(bucketsFrom(48, HOUR / 2)), rows: latencies(48, 900) }),
  },
  { name: 'by model', element: chart({ rows: named(MODELS), height: 210 }) },
  { name: 'zeros and gaps', element: chart({ rows: holes(named(MODELS)), height: 210 }) },
  {
    name: 'shares',
    element: chart({
      unit: 'ratio',
      rows: MODELS.map((name, at) => row(name, wave(48, at + 3, 0.04, 0.7))),
      height: 210,
    }),
  },
  {
    name: 'annotations',
    element: (
      <Charts
        value={{
          hover: createHover(),
          marks: [{ id: '1', kind: 'deploy', title: 'Release 4.2', atMs: START + 10 * HOUR }],
        }}
      >
        {chart({ rows: latencies(48, 300) })}
      </Charts>
    ),
  },
  { name: 'empty', element: chart({}) },
  { name: 'one cell', element: chart({ ...bucketsFrom(1), rows: [row('gpt-5.6', [42])], height: 80 }) },
  {
    name: 'all zero',
    element: chart({ rows: [row('a', new Array(48).fill(0)), row('b', new Array(48).fill(0))], height: 110 }),
  },
  {
    name: 'negative',
    element: chart({
      unit: 'number',
      rows: MODELS.slice(0, 3).map((name, at) =>
        row(
          name,
          wave(48, at, 20, 0.6).map((value) => value - 12),
        ),
      ),
      height: 130,
    }),
  },
  {
    name: 'huge',
    element: chart({
      unit: 'tokens',
      rows: MODELS.slice(0, 3).map((name, at) => row(name, wave(48, at, 1e15 / 100 ** at))),
      height: 130,
    }),
  },
  {
    name: '40 rows',
    element: chart({
      ...bucketsFrom(24, HOUR),
      rows: named(
        Array.from({ length: 40 }, (_, at) => `tool-${at + 1}`),
        24,
      ),
    }),
  },
  { name: 'long labels', element: chart({ rows: named(LONG_NAMES), height: 160 }) },
  { name: 'Chinese labels', element: chart({ rows: named(CHINESE_NAMES), height: 190 }) },
  {
    name: 'narrow',
    width: 340,
    element: chart({ ...bucketsFrom(24, HOUR), rows: latencies(24, 300), height: 180 }),
  },
  {
    name: '20 000 cells',
    pageOnly: true,
    element: chart({ ...bucketsFrom(600, HOUR / 4), rows: latencies(600, 160), height: 260 }),
  },
];
