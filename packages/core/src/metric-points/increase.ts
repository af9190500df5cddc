import type { Temporality } from './point.ts';

/** A value of a counter, as far as its growth is concerned. */
export interface Reading {
  /** 0n when it is not said. */
  startNs: bigint;
  value: number;
}

/**
 * By how much a counter grew with this reading. A delta is its own growth. A cumulative value that dropped, or that has a later start than the
 * one before, began anew: all of it is growth. Without a reading before it nothing is known of the growth, unless the counter started after
 * `knownFromNs`: had there been one, it would be known.
 */
export function increase(
  reading: Reading,
  before: Reading | undefined,
  temporality: Temporality,
  knownFromNs: bigint,
): number {
  if (temporality === 'delta') return reading.value;
  if (before === undefined) return reading.startNs > 0n && reading.startNs >= knownFromNs ? reading.value : 0;
  return beganAnew(reading, before) ? reading.value : reading.value - before.value;
}

/** Whether a cumulative series began anew between two readings. */
export const beganAnew = (reading: Reading, before: Reading): boolean =>
  reading.value < before.value || (before.startNs > 0n && reading.startNs > before.startNs);
