import type { TimeRange } from '@pharos/core/time';
import type { ExportStep } from '../../store/telemetry/export-contract.ts';

/** A stretch of time that is given out in one go. */
export interface Part extends TimeRange {
  /** In it when they were counted. */
  rows: number;
}

/** Into how many steps a range is divided to be counted. */
const STEPS = 1_440n;
export const DAY_NS = 86_400_000_000_000n;

/**
 * Divides a range into parts of at most `most` rows, in order of time; what has no rows is in no part or beside some. A
 * step in which there are more is counted in finer ones. More rows are in one part only where they are of one instant.
 */
export async function* partsOf(
  range: TimeRange,
  most: number,
  stepsOf: (range: TimeRange, stepNs: bigint) => Promise<readonly ExportStep[]>,
): AsyncGenerator<Part> {
  const { fromNs, toNs } = range;
  const stepNs = (toNs - fromNs + STEPS - 1n) / STEPS;
  let begin = fromNs;
  let rows = 0;
  for (const step of await stepsOf(range, stepNs)) {
    const stepFrom = fromNs + BigInt(step.step) * stepNs;
    const stepTo = stepFrom + stepNs < toNs ? stepFrom + stepNs : toNs;
    if (rows > 0 && rows + step.rows > most) {
      yield { fromNs: begin, toNs: stepFrom, rows };
      begin = stepFrom;
      rows = 0;
    }
    if (step.rows > most && stepNs > 1n) {
      yield* partsOf({ fromNs: stepFrom, toNs: stepTo }, most, stepsOf);
      begin = stepTo;
    } else {
      rows += step.rows;
    }
  }
  if (rows > 0) yield { fromNs: begin, toNs, rows };
}

/** The days of a range, as UTC has them. */
export function* daysOf({ fromNs, toNs }: TimeRange): Generator<TimeRange> {
  for (let at = fromNs; at < toNs; ) {
    const midnight = (at / DAY_NS + 1n) * DAY_NS;
    const end = midnight < toNs ? midnight : toNs;
    yield { fromNs: at, toNs: end };
    at = end;
  }
}
