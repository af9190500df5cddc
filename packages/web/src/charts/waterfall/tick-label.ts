import { joined, number } from '@pharos/core/format/number';

/** From which step on, in milliseconds, an axis counts in a unit of that size: tenths keep labels short. */
const UNITS = [
  { from: 3_600_000, size: 3_600_000, unit: 'h' },
  { from: 60_000, size: 60_000, unit: 'min' },
  { from: 100, size: 1000, unit: 's' },
  { from: 0.1, size: 1, unit: 'ms' },
  { from: 0, size: 0.001, unit: 'µs' },
] as const;

/** A moment on the axis in a unit that fits the steps, all labels of an axis alike: `0 s`, `0.5 s`; `0.2 ms`. */
export function tickLabel(ms: number, stepMs: number, locale: string): string {
  const { size, unit } = UNITS.find(({ from }) => stepMs >= from * 0.999) ?? UNITS[4];
  return joined({ value: number(ms / size, locale, { maximumFractionDigits: 1 }), unit });
}
