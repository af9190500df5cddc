import type { Unit } from '@pharos/core/metrics';

/** Numbers from one edge up to the next: [from, to). The first may begin at 0, the last go on for ever. */
export interface Bin {
  from: number;
  to: number;
}

/** A bin as a reader names it: `200 ms – 250 ms`, `≥ 1 h`, `0`. */
export function binLabel({ from, to }: Bin, edge: (value: number) => string): string {
  if (from === 0) return edge(0);
  return Number.isFinite(to) ? `${edge(from)} – ${edge(to)}` : `≥ ${edge(from)}`;
}

export interface BinScale {
  /** Where a value stands; what is zero or less, where zeros stand. */
  of: (value: number) => number;
  /** Both ends of a bin, the one of lower values first. */
  span: (bin: Bin) => readonly [number, number];
  ticks: { value: number; at: number }[];
}

interface BinAxis {
  unit: Unit;
  /** Pixels, from least to most: upwards or to the right. */
  range: readonly [number, number];
  /** How far apart the labels of two ticks have to be. */
  tickRoom: number;
}

/** A bin is about a tenth of a decade, see BIN_EDGES of core. */
const STEPS_A_DECADE = 10;
const LEAST_STEPS = 8;
const logOf = (ratio: number): number => Math.log10(ratio) * STEPS_A_DECADE;

/** A logarithmic axis on which bins are evenly wide. Zeros, which no logarithm has, get a step of their own before it. */
export function binScale(bins: readonly Bin[], { unit, range: [start, end], tickRoom }: BinAxis): BinScale {
  const positive = bins.filter(({ from }) => from > 0);
  const zeros = positive.length < bins.length ? 1 : 0;
  let low = Math.min(...positive.map(({ from }) => from));
  let high = Math.max(...positive.map(({ from, to }) => (Number.isFinite(to) ? to : from * 10 ** 0.1)));
  if (positive.length === 0) [low, high] = [1, 10];
  const missing = LEAST_STEPS - logOf(high / low);
  if (missing > 0) [low, high] = [low / 10 ** (missing / 20), high * 10 ** (missing / 20)];
  const step = (end - start) / (logOf(high / low) + zeros);
  const first = start + zeros * step;
  const of = (value: number) => (value > 0 ? first + logOf(value / low) * step : start + (zeros * step) / 2);
  return {
    of,
    span: ({ from, to }) =>
      from <= 0 ? [start, first] : [of(from), Number.isFinite(to) ? of(to) : of(from) + step],
    ticks: [
      ...(zeros ? [{ value: 0, at: start + step / 2 }] : []),
      ...logTicks(unit, [low, high], { decade: Math.abs(step) * STEPS_A_DECADE, tickRoom })
        .map((value) => ({ value, at: of(value) }))
        .filter(({ at }) => !zeros || Math.abs(at - start - step / 2) >= tickRoom * 0.6),
    ],
  };
}

/** From a second on durations are round in the unit that a reader sees, at least a factor of two apart. */
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONG_COARSE = [10 * SECOND, MINUTE, 10 * MINUTE, HOUR, DAY, 10 * DAY, 100 * DAY, 1000 * DAY];
const LONG_FINE = [
  ...[2, 5, 10, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 30].map((n) => n * MINUTE),
  ...[1, 2, 5, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((n) => n * DAY),
];

/** Round values between two on a logarithmic axis: 1, 2 and 5 of every decade where there is room, else 1. */
export function logTicks(
  unit: Unit,
  [low, high]: readonly [number, number],
  /** Pixels of a decade, and how far apart labels have to be. */
  { decade, tickRoom }: { decade: number; tickRoom: number },
): number[] {
  const fine = decade * Math.log10(2) >= tickRoom;
  const first = Math.floor(Math.log10(low));
  const exponents = Array.from(
    { length: Math.max(1, Math.ceil(Math.log10(high)) - first + 1) },
    (_, at) => first + at,
  );
  const decimal = exponents.flatMap((exponent) =>
    (fine ? [1, 2, 5] : [1]).map((of) => Number((of * 10 ** exponent).toPrecision(6))),
  );
  const all =
    unit === 'ms'
      ? [...decimal.filter((value) => value <= SECOND), ...(fine ? LONG_FINE : LONG_COARSE)]
      : decimal;
  let taken = Number.NEGATIVE_INFINITY;
  return all.filter((value) => {
    const at = Math.log10(value) * decade;
    if (value < low * 0.999 || value > high * 1.001 || at - taken < tickRoom * 0.999) return false;
    taken = at;
    return true;
  });
}
