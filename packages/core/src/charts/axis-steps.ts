import type { Unit } from '../metrics.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Steps between ticks of a duration axis, in milliseconds: round in the unit that a reader sees. */
export const DURATION_STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 6, 12, 24, 48].map((n) => n * HOUR),
];

/** Ticks from zero to the first step at or above `top`, at most five of the smallest fitting step; undefined when none fits. */
export function ticksBy(steps: readonly number[], top: number): number[] | undefined {
  const step = steps.find((each) => top / each <= 5);
  if (step === undefined || top <= 0 || top < (steps[0] ?? 0)) return undefined;
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, index) => index * step);
}

const WHOLE: ReadonlySet<Unit> = new Set(['count', 'tokens']);
/** Between whole numbers of things stands no tick. */
export const mayStandAt = (value: number, unit: Unit): boolean => !WHOLE.has(unit) || Number.isInteger(value);
