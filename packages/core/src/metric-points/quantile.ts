import type { Cell } from './point.ts';

/**
 * The quantile of values of which only the cells are known, each cell holding its values evenly. It lies in the cell that holds the true one, so
 * it is off by at most the width of that cell: of an exponential histogram of scale s by the factor 2^(2^-s), which is 4.4 % at scale 4. Cells
 * may overlap, as those of several histograms do. An open end is closed at 0, or at the other end where that is beyond. Undefined when there
 * are no values.
 */
export function quantileOf(cells: readonly Cell[], quantile: number): number | undefined {
  const filled = cells.filter(({ count }) => count > 0).map(closed);
  const total = filled.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = quantile * total;
  const edges = [...new Set(filled.flatMap(({ low, high }) => [low, high]))].sort((a, b) => a - b);
  let [first, last] = [0, edges.length - 1];
  while (first < last) {
    const middle = (first + last) >> 1;
    if (heldUpTo(filled, edges[middle] as number) >= rank) last = middle;
    else first = middle + 1;
  }
  const edge = edges[first] as number;
  if (first === 0) return edge;
  const lower = edges[first - 1] as number;
  const [from, to] = [heldUpTo(filled, lower), heldBelow(filled, edge)];
  if (rank >= to || to === from) return edge;
  return Math.min(edge, lower + ((rank - from) / (to - from)) * (edge - lower));
}

function closed({ low, high, count }: Cell): Cell {
  if (low === -Infinity)
    return { low: high === Infinity ? 0 : Math.min(0, high), high: high === Infinity ? 0 : high, count };
  return { low, high: high === Infinity ? low : high, count };
}

/** How many values there are up to here; those of a cell without width are all at its edge. */
const heldUpTo = (cells: readonly Cell[], at: number): number =>
  cells.reduce(
    (sum, cell) => sum + (cell.low === cell.high && cell.low <= at ? cell.count : partOf(cell, at)),
    0,
  );

const heldBelow = (cells: readonly Cell[], at: number): number =>
  cells.reduce(
    (sum, cell) => sum + (cell.low === cell.high && cell.low < at ? cell.count : partOf(cell, at)),
    0,
  );

function partOf({ low, high, count }: Cell, at: number): number {
  if (low === high || at <= low) return 0;
  return at >= high ? count : count * ((at - low) / (high - low));
}
