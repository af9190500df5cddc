/** Beyond it sums and places are no numbers any more; no figure of anything is. */
const LARGEST = 1e100;

/** A value that can be drawn; null for what is not known and for what is no number. */
export const known = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Math.abs(value) <= LARGEST ? value : null;

export const isKnown = (value: number | null | undefined): value is number => known(value) !== null;
