import { BIN_EDGES } from '@pharos/core/bins';
import type { ChartCase } from '../kit/case.ts';
import { bell, chance } from '../testing/samples.ts';
import { Histogram, type HistogramProps } from './Histogram.tsx';
import type { HistogramBin } from './layout.ts';

/** Draws around a middle, `spread` in decades, sorted into bins. */
function drawn(count: number, middle: number, spread: number, seed: number): number[] {
  const next = chance(seed);
  return Array.from({ length: count }, () => middle * 10 ** (spread * 2 * bell(next)));
}
function binned(values: readonly number[]): HistogramBin[] {
  const counts = new Map<number, number>();
  for (const value of values) {
    const place = BIN_EDGES.findLastIndex((edge) => edge <= value);
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([place, value]) => bin(place, value));
}
const bin = (place: number, value: number): HistogramBin => ({
  from: BIN_EDGES[place] ?? 0,
  to: BIN_EDGES[place + 1] ?? Number.POSITIVE_INFINITY,
  value,
  group: [String(BIN_EDGES[place])],
});

const two = [...drawn(4000, 900, 0.55, 1), ...drawn(1600, 12_000, 0.4, 2)];
const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
const marks = [
  { label: 'median', value: quantile(two, 0.5) },
  { label: 'p95', value: quantile(two, 0.95) },
];

const chart = (over: Partial<HistogramProps>) => (
  <Histogram
    label="Latency"
    valueLabel="Requests"
    unit="ms"
    valueUnit="count"
    bins={[]}
    height={200}
    {...over}
  />
);

export const cases: readonly ChartCase[] = [
  { name: 'latency', element: chart({ bins: binned(two), marks }) },
  { name: 'one decade', element: chart({ bins: binned(drawn(3000, 300, 0.25, 4)) }) },
  {
    name: 'cost with zeros',
    element: chart({ unit: 'usd', bins: binned([...drawn(2000, 0.004, 0.8, 5), ...new Array(310).fill(0)]) }),
  },
  { name: 'tokens', element: chart({ unit: 'tokens', bins: binned(drawn(9000, 4000, 0.9, 6)) }) },
  { name: 'empty', element: chart({}) },
  { name: 'one bin', element: chart({ bins: [bin(90, 42)] }) },
  { name: 'only zeros', element: chart({ unit: 'usd', bins: [bin(0, 12)] }) },
  { name: 'gaps', element: chart({ bins: [bin(80, 8), bin(86, 2), bin(104, 5), bin(121, 1)] }) },
  {
    name: 'all edges',
    element: chart({ bins: BIN_EDGES.map((_, place) => bin(place, 40 + (place % 17) * 9)) }),
  },
  { name: 'huge', element: chart({ bins: [bin(95, 4e14), bin(96, 1e15), bin(97, 7e14), bin(98, 1)] }) },
  { name: 'all zero', element: chart({ bins: [bin(95, 0), bin(96, 0)] }) },
  { name: 'narrow', width: 340, element: chart({ bins: binned(two), marks, height: 160 }) },
];
