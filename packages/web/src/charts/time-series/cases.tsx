import type { ChartCase } from '../kit/case.ts';
import { Charts, type Mark } from '../kit/context.ts';
import { createHover } from '../kit/hover.ts';
import { colorsOf } from '../kit/palette.ts';
import {
  bucketsFrom,
  CHINESE_NAMES,
  chance,
  DAY,
  filling,
  HOUR,
  LIMITS,
  LONG_NAMES,
  MODELS,
  START,
  seriesNamed,
  wave,
  whole,
} from '../testing/samples.ts';
import type { Band } from './layout.ts';
import { TimeSeries, type TimeSeriesProps } from './TimeSeries.tsx';

const DAY_LONG = bucketsFrom(96);

const chart = (over: Partial<TimeSeriesProps>) => (
  <TimeSeries label="Requests" mode="line" unit="count" height={200} {...DAY_LONG} series={[]} {...over} />
);

const named = (names: readonly string[], count = 96, level = 200) => {
  const color = colorsOf('model', names);
  return names.map((name, at) =>
    seriesNamed(name, color(name), whole(wave(count, at + 1, level / (at + 1)))),
  );
};
const one = (points: readonly (number | null)[]) => [seriesNamed('requests', 'var(--series-1)', points)];
const outcomes = (count: number) => [
  seriesNamed('failed', 'var(--bad-mark)', whole(wave(count, 9, 6, 1.6))),
  seriesNamed('succeeded', 'var(--volume)', whole(wave(count, 4, 180))),
];
const percentiles = [0.5, 0.75, 0.95, 0.99].map((share, at) =>
  seriesNamed(
    `p${share * 100}`,
    `var(--series-${[8, 4, 1, 7][at]})`,
    wave(96, 3, 900, 0.3).map((value) => value * (1 + share ** 6 * 4)),
  ),
);
const withGap = wave(96, 5, 80).map((value, index) => (index > 30 && index < 44 ? null : value));

const ODD = bucketsFrom(24, HOUR);
const USUAL = wave(24, 2, 60, 0.1);
const ODD_POINTS = whole(USUAL.map((value, at) => (at >= 12 && at < 15 ? value * 2.8 : value)));
const bandOf = (usual: readonly number[], reach: number, at = (_: number) => true): Band => ({
  expected: usual.map((value, index) => (at(index) ? value : null)),
  low: usual.map((value, index) => (at(index) ? value * (1 - reach) : null)),
  high: usual.map((value, index) => (at(index) ? value * (1 + reach) : null)),
});
/** Of the odd bars alone. */
const ODD_BAND = bandOf(USUAL, 0.3, (index) => index >= 12 && index < 15);
const MONTH = wave(30, 5, 14, 0.4).map((_, at, all) => all.slice(0, at + 1).reduce((a, b) => a + b, 0));
const forecastOf = (sums: readonly number[], known: number): Band => {
  const reach = (value: number) => 0.3 * (value - (sums[known] ?? 0));
  return {
    expected: sums.map((value, at) => (at < known ? null : value)),
    low: sums.map((value, at) => (at < known ? null : value - reach(value))),
    high: sums.map((value, at) => (at < known ? null : value + reach(value))),
  };
};

const MARKS: readonly Mark[] = [
  { id: '1', kind: 'deploy', title: 'Release 4.2', atMs: START + 4 * HOUR },
  {
    id: '2',
    kind: 'incident',
    title: 'Provider is slow',
    atMs: START + 10 * HOUR,
    untilMs: START + 13 * HOUR,
  },
  { id: '3', kind: 'note', title: 'Campaign begins', atMs: START + 18.5 * HOUR },
];
const marked = (element: ChartCase['element']) => (
  <Charts value={{ hover: createHover(), marks: MARKS }}>{element}</Charts>
);

export const cases: readonly ChartCase[] = [
  { name: 'lines', element: chart({ series: named(MODELS.slice(0, 4)) }) },
  {
    name: 'bars still filling',
    element: chart({
      mode: 'bars',
      ...filling(bucketsFrom(48, 30 * 60_000)),
      series: outcomes(48),
      showTotal: true,
    }),
  },
  { name: 'stacked areas', element: chart({ mode: 'stacked', unit: 'usd', series: named(MODELS, 96, 40) }) },
  {
    name: 'area with comparison',
    element: chart({
      mode: 'area',
      ...filling(DAY_LONG),
      series: one(wave(96, 2, 120)),
      comparison: wave(96, 8, 100),
      comparisonLabel: 'the previous day',
    }),
  },
  {
    name: 'expected and odd',
    element: chart({
      mode: 'bars',
      ...ODD,
      series: one(ODD_POINTS),
      band: ODD_BAND,
      flags: [{ index: 13, direction: 'above', label: 'Three times what is usual at this hour' }],
    }),
  },
  {
    name: 'usual band and a fall',
    element: chart({
      ...ODD,
      series: one(ODD_POINTS.map((value, at) => (at === 17 ? value / 4 : value))),
      band: bandOf(USUAL, 0.25),
      flags: [{ index: 17, direction: 'below', label: 'A quarter of what is usual at this hour' }],
    }),
  },
  {
    name: 'forecast',
    element: chart({
      mode: 'area',
      unit: 'usd',
      ...bucketsFrom(30, DAY),
      completeUntilMs: START + 18.5 * DAY,
      series: one(MONTH.map((value, at) => (at < 19 ? value : null))),
      band: forecastOf(MONTH, 17),
    }),
  },
  { name: 'percentiles', element: chart({ mode: 'bands', unit: 'ms', series: percentiles }) },
  { name: 'thresholds', element: chart({ series: one(wave(96, 6, 130)), thresholds: LIMITS }) },
  {
    name: 'named thresholds',
    element: chart({
      series: one(wave(96, 6, 130)),
      thresholds: [
        { value: 200, tone: 'warn', label: 'Users, expected at most' },
        { value: 90, tone: 'warn', label: 'Runs, expected at most' },
      ],
    }),
  },
  { name: 'annotations', element: marked(chart({ series: one(wave(96, 7, 130)) })) },
  { name: 'gap', element: chart({ mode: 'area', series: one(withGap) }) },
  { name: 'empty', element: chart({ series: one(new Array(96).fill(null)) }) },
  { name: 'one point', element: chart({ ...bucketsFrom(1), series: one([42]) }) },
  {
    name: 'one point among gaps',
    element: chart({ series: one(wave(96, 1).map((value, at) => (at === 50 ? value : null))) }),
  },
  { name: 'all zero', element: chart({ mode: 'bars', series: one(new Array(96).fill(0)) }) },
  {
    name: 'negative',
    element: chart({
      mode: 'bars',
      unit: 'number',
      series: one(wave(96, 3, 20, 0.6).map((value) => value - 12)),
    }),
  },
  {
    name: 'negative lines',
    element: chart({
      unit: 'number',
      series: [
        seriesNamed(
          'drift',
          'var(--series-1)',
          wave(96, 3, 20, 0.6).map((value) => value - 12),
        ),
      ],
    }),
  },
  { name: 'huge', element: chart({ unit: 'tokens', series: one(wave(96, 3, 1e15)) }) },
  { name: 'tiny', element: chart({ unit: 'usd', series: one(wave(96, 3, 2e-6)) }) },
  { name: 'shares', element: chart({ unit: 'ratio', series: one(wave(96, 3, 0.04, 0.5)) }) },
  {
    name: '40 series',
    element: chart({
      ...bucketsFrom(48, 30 * 60_000),
      series: named(
        Array.from({ length: 40 }, (_, at) => `model-${at + 1}`),
        48,
      ),
      height: 240,
    }),
  },
  { name: 'long labels', element: chart({ series: named(LONG_NAMES) }) },
  { name: 'Chinese labels', element: chart({ mode: 'stacked', series: named(CHINESE_NAMES) }) },
  {
    name: 'narrow',
    width: 340,
    element: chart({ mode: 'bars', ...filling(bucketsFrom(24, HOUR)), series: outcomes(24) }),
  },
  { name: 'low', element: chart({ mode: 'bars', series: outcomes(96), height: 72, legend: 'none' }) },
  { name: 'spikes', element: chart({ unit: 'ms', series: one(spikes(400)), ...bucketsFrom(400) }) },
  {
    name: '50 000 points',
    pageOnly: true,
    element: chart({ unit: 'ms', ...bucketsFrom(50_000, 1000), series: one(spikes(50_000)) }),
  },
];

function spikes(count: number): number[] {
  const next = chance(11);
  return Array.from({ length: count }, () => 400 + 200 * next() + (next() > 0.985 ? 6000 * next() : 0));
}
