/** From so many standard deviations on it is as sure as can be told apart. */
const MOST_SURE = 20;
/** What changed for the better matters as well, but can wait. */
const FOR_THE_BETTER = 0.5;

export interface Weighed {
  /** Robust z, of either sign. */
  deviations: number;
  expected: number;
  actual: number;
  /** Of what its dimension did or spent, the part that is affected: 0 to 1. */
  share: number;
  isBetter: boolean;
}

/**
 * How much a departure matters, 0 to 100 and without a unit, so that latency can be ranked with money: the geometric mean of
 *  - how sure it is: standard deviations off, of 20 at most;
 *  - how large it is: the difference as a share of the larger of the two figures, so that doubled is as large as halved;
 *  - how much is affected: the share of the dimension's calls, or of its money or tokens, in the time that is looked at.
 * Half of the product counts where it is a change for the better. A mean of parts: what is 0 in one of them is 0.
 */
export function howMuchItMatters({ deviations, expected, actual, share, isBetter }: Weighed): number {
  const sure = Math.min(1, Math.abs(deviations) / MOST_SURE);
  const larger = Math.max(Math.abs(expected), Math.abs(actual));
  const large = larger === 0 ? 0 : Math.min(1, Math.abs(actual - expected) / larger);
  const affected = Math.max(0, Math.min(1, share));
  return 100 * Math.cbrt(sure * large * affected * (isBetter ? FOR_THE_BETTER : 1));
}
