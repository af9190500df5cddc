/**
 * Moves labels apart vertically so that none overlap, keeping their order and staying within bounds where they fit. Of
 * two at the same height the later one goes on top, as it does in a stack.
 */
export function dodge(wanted: readonly number[], distance: number, least: number, most: number): number[] {
  const order = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at || b.index - a.index);
  let floor = least;
  for (const item of order) {
    item.at = Math.max(item.at, floor);
    floor = item.at + distance;
  }
  let ceiling = most;
  for (const item of order.toReversed()) {
    item.at = Math.min(item.at, ceiling);
    ceiling = item.at - distance;
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const item of order) placed[item.index] = item.at;
  return placed;
}
