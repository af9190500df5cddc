import { MAD_SCALE, median, type Weighted, weightedMedian } from './robust.ts';
import { known } from './series.ts';

/** What is usual, and the standard deviation of what is mere chance. */
export interface Level {
  expected: number;
  spread: number;
}

interface Cycles {
  /** In hours, such as 168 for a week. */
  cycle: number;
  /** In cycles: what is so far away counts half. */
  halfLife: number;
  /** Of two hours, the spread differs as this power of their levels does. */
  spreadPower: number;
}

/** Next to a few weeks of an hour, the hours beside it count as so many more: it takes that to outvote two bad weeks of three. */
const BESIDE = 1.5;
/** Of fewer errors, the spread would itself be a matter of chance. */
const ERRORS = 30;
/** From fewer, nothing is told. */
export const LEAST_VALUES = 4;

/**
 * The level of any hour by the hours that are whole cycles away, never by its own cycle: the weighted median of those hours,
 * and the scaled median absolute deviation of what such medians missed by there, and in as many hours beside as it takes.
 * Hours are numbered in order and may hold several values each, which are asked for when a level needs them.
 */
export function seasonalLevels(
  hours: readonly number[],
  valueAt: (i: number) => number | null,
  { cycle, halfLife, spreadPower }: Cycles,
): (hour: number) => Level | null {
  const places = new Map<number, number[]>();
  hours.forEach((hour, i) => {
    const list = places.get(hour);
    if (list) list.push(i);
    else places.set(hour, [i]);
  });
  const valuesAt = remembered((hour) => (places.get(hour) ?? []).map(valueAt).filter(known));
  const first = hours[0] ?? 0;
  const last = hours.at(-1) ?? 0;

  function* otherCycles(hour: number): Generator<{ values: readonly number[]; cycles: number; at: number }> {
    for (let k = Math.ceil((first - hour) / cycle); hour + k * cycle <= last; k++) {
      const at = hour + k * cycle;
      const values = k === 0 ? [] : valuesAt(at);
      if (values.length > 0) yield { values, cycles: Math.abs(k), at };
    }
  }
  const weighted = (hour: number): Weighted[][] =>
    [...otherCycles(hour)].map(({ values, cycles }) => {
      const weight = 2 ** (-cycles / halfLife);
      return values.map((value) => ({ value, weight }));
    });

  const expectedAt = remembered((hour) => {
    const own = weighted(hour);
    const beside = [...weighted(hour - 1), ...weighted(hour + 1)].flat();
    if (own.length + beside.length === 0) return null;
    const scale = own.length === 0 ? 1 : (BESIDE * total(own.flat())) / own.length / total(beside);
    return weightedMedian([
      ...own.flat(),
      ...beside.map(({ value, weight }) => ({ value, weight: weight * scale })),
    ]);
  });
  const errorsAt = remembered((hour) => {
    const expected = expectedAt(hour);
    return expected === null ? [] : valuesAt(hour).map((value) => Math.abs(value - expected));
  });
  return remembered((hour) => {
    const expected = expectedAt(hour);
    if (expected === null) return null;
    const errors: number[] = [];
    for (let d = 0; d < cycle / 2 && errors.length < ERRORS; d++) {
      for (const near of d === 0 ? [hour] : [hour - d, hour + d]) {
        for (const { at } of otherCycles(near)) {
          const level = expectedAt(at) ?? 0;
          const scale = level > 0 && expected > 0 ? (expected / level) ** spreadPower : 1;
          for (const error of errorsAt(at)) errors.push(error * scale);
        }
      }
    }
    return errors.length < LEAST_VALUES ? null : { expected, spread: MAD_SCALE * median(errors) };
  });
}

const total = (values: readonly Weighted[]): number => values.reduce((sum, { weight }) => sum + weight, 0);

function remembered<T>(compute: (hour: number) => T): (hour: number) => T {
  const results = new Map<number, T>();
  return (hour) => {
    const before = results.get(hour);
    if (before !== undefined) return before;
    const result = compute(hour);
    results.set(hour, result);
    return result;
  };
}
