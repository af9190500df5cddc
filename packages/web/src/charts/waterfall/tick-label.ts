import { joined, number } from '../../format/number.ts';

const UNITS = [
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
  [1, 'ms'],
  [0.001, 'µs'],
] as const;

/** A moment on the axis in the unit of the steps, all labels of an axis alike: `0 s`, `2 s`; `0.2 ms`. */
export function tickLabel(ms: number, stepMs: number, locale: string): string {
  const [size, unit] = UNITS.find(([least]) => stepMs >= least * 0.999) ?? [0.001, 'µs'];
  return joined({ value: number(ms / size, locale, { maximumFractionDigits: 1 }), unit });
}
