import { judgeFigures } from '../../packages/core/src/alerts/judge.ts';
import { type MetricWatch, watchSchema } from '../../packages/core/src/alerts/watch.ts';
import { type Band, lastBand } from '../../packages/core/src/series/baseline.ts';
import {
  hourly,
  MONDAY,
  NOISES,
  Seeded,
  workingWeek,
} from '../../packages/core/src/series/testing/seeded.ts';

/*
 * How well rules for anomalies find faults that are planted into seeded series of hours, and what they take for a fault that is none,
 * against a plain three-sigma rule over the same four weeks. Both judge hour by hour, knowing only what was before, and both
 * by the rule's usual least change of 20 %: npm run bench:anomalies
 */
const WEEK = 7 * 24;
const LEARNED = 4 * WEEK;
const SEEDS = 12;

interface Fault {
  /** Hours after the beginning of a working day of the fifth week. */
  from: number;
  hours: number;
  /** What becomes of a value in an hour of the fault. */
  turn(value: number, hour: number): number | null;
}
const FAULTS: Record<string, Fault | undefined> = {
  'spike, two hours at four times': { from: 11, hours: 2, turn: (value) => value * 4 },
  'drop, three hours at a fifth': { from: 11, hours: 3, turn: (value) => value / 5 },
  'shift, a day at 1.8 times': { from: 0, hours: 24, turn: (value) => value * 1.8 },
  'trend, two days up to twice': { from: 0, hours: 48, turn: (value, hour) => value * (1 + hour / 48) },
  'gap, six hours unknown (no fault)': { from: 9, hours: 6, turn: () => null },
  'nothing but the seasons (no fault)': undefined,
};
/** A gap tells nothing that could be odd. */
const isFault = (name: string) => !name.includes('no fault');

const watch = watchSchema.parse({
  ...{ kind: 'metric', metric: 'tokens', windowSeconds: 3600 },
  condition: { kind: 'anomaly' },
}) as MetricWatch;

type Bander = (
  starts: readonly number[],
  values: readonly (number | null)[],
  counts: boolean,
) => Band | undefined;
const METHODS: Record<string, Bander> = {
  Pharos: (starts, values, counts) => lastBand({ starts, values }, { counts }) ?? undefined,
  'three sigma': (_, values) => {
    const known = values.filter((value) => value !== null);
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const sigma = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1));
    return { expected: mean, low: mean - 3 * sigma, high: mean + 3 * sigma };
  },
};

interface Tally {
  events: number;
  found: number;
  right: number;
  wrong: number;
  hours: number;
}
const empty = (): Tally => ({ events: 0, found: 0, right: 0, wrong: 0, hours: 0 });

/** Judges the fifth week of one series. */
function judge(band: Bander, noise: string, seed: number, name: string, tally: Tally): void {
  const chance = new Seeded(seed * 1009 + 17);
  const starts = hourly(MONDAY, LEARNED + WEEK);
  const fault = FAULTS[name];
  const first = LEARNED + (seed % 3) * 24 + (fault?.from ?? 0);
  const isIn = (i: number) => fault !== undefined && i >= first && i < first + fault.hours;
  const values = starts.map((at, i) => {
    const value = NOISES[noise]?.(workingWeek(at), chance) ?? 0;
    return fault && isIn(i) ? fault.turn(value, i - first) : value;
  });
  let isFound = false;
  for (let i = LEARNED; i < starts.length; i++) {
    const known = [...values.slice(i - LEARNED, i), null];
    const usual = band(starts.slice(i - LEARNED, i + 1), known, noise.startsWith('counts'));
    const value = values[i] ?? null;
    const { signal } = judgeFigures(watch, [{ value, rows: Number(value !== null) }], usual);
    tally.hours += 1;
    if (signal !== 'bad') continue;
    if (isIn(i)) tally.right += 1;
    else tally.wrong += 1;
    isFound ||= isIn(i);
  }
  if (isFault(name)) {
    tally.events += 1;
    tally.found += Number(isFound);
  }
}

const percent = (part: number, whole: number) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
const NOISE_NAMES = Object.keys(NOISES).filter((name) => name !== 'noise around 0');
const print = (...cells: string[]) =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(36) : cell.padStart(22))).join(''));

for (const noise of NOISE_NAMES) {
  print(
    noise,
    ...Object.keys(METHODS).flatMap((method) => [`${method}: recall`, 'precision (hours)', 'false a week']),
  );
  const sums = Object.keys(METHODS).map(empty);
  for (const name of Object.keys(FAULTS)) {
    const cells = Object.values(METHODS).flatMap((band, m) => {
      const tally = empty();
      for (let seed = 0; seed < SEEDS; seed++) judge(band, noise, seed, name, tally);
      const sum = sums[m] as Tally;
      for (const key of Object.keys(tally) as (keyof Tally)[]) sum[key] += tally[key];
      return told(tally);
    });
    print(`  ${name}`, ...cells);
  }
  print('  all', ...sums.flatMap(told));
}

function told({ found, events, right, wrong, hours }: Tally): string[] {
  return [percent(found, events), percent(right, right + wrong), ((wrong * WEEK) / hours).toFixed(2)];
}
