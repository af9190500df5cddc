/** The p-quantile of unsorted figures, by nearest rank; NaN of nothing. */
export function quantile(figures: readonly number[], p: number): number {
  if (figures.length === 0) return Number.NaN;
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] as number;
}

export const round = (figure: number, digits = 0): number => Math.round(figure * 10 ** digits) / 10 ** digits;
