/** Runs in flight within a part of a range in which some began or ended: at most, and at its end. */
export interface RunLevel {
  part: number;
  peak: number;
  last: number;
}

/** How many runs were in flight at most in each of so many parts. Where none begins or ends, those before go on. */
export function runPeaks(levels: readonly RunLevel[], parts: number): number[] {
  const known = new Map(levels.map((level) => [level.part, level]));
  let inFlight = 0;
  return Array.from({ length: parts }, (_, part) => {
    const before = inFlight;
    const level = known.get(part);
    if (level) inFlight = level.last;
    return Math.max(before, level?.peak ?? 0);
  });
}

/** The highest of these values and where it is; undefined when all are nothing. */
export function highest(values: readonly number[]): { value: number; at: number } | undefined {
  const value = values.reduce((most, each) => Math.max(most, each), 0);
  return value > 0 ? { value, at: values.indexOf(value) } : undefined;
}
