/** A figure for each bucket of a regular series, in order of time. Null is unknown, which is not 0, as is what is not over yet. */
export interface Series {
  /** Milliseconds since 1970, UTC. */
  starts: readonly number[];
  values: readonly (number | null)[];
}

/** The width of a bucket in milliseconds, however many are left out or lengthened by a clock change; 0 of fewer than two. */
export function bucketWidth(starts: readonly number[]): number {
  const widths = starts
    .slice(1)
    .map((start, i) => start - (starts[i] ?? start))
    .sort((a, b) => a - b);
  return widths[Math.floor(widths.length / 2)] ?? 0;
}

/** What is not a finite number is unknown as well. */
export const known = (value: number | null | undefined): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);
