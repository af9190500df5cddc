/**
 * Which points of a line have to be drawn: of all that fall on one pixel column the first, the least, the greatest and
 * the last, which makes the same picture (M4: Jugel et al., VLDB 2014). Gaps are kept. Up to a few points a pixel all are.
 */
export function visiblePoints(xs: readonly number[], valueAt: (index: number) => number | null): number[] {
  const all = xs.map((_, index) => index);
  const columns = Math.abs((xs.at(-1) ?? 0) - (xs[0] ?? 0));
  if (xs.length <= columns * 4 + 8) return all;
  const kept: number[] = [];
  for (let start = 0; start < xs.length; ) {
    const column = Math.floor(xs[start] ?? 0);
    let end = start;
    let [low, high, gap] = [start, start, -1];
    for (; end < xs.length && Math.floor(xs[end] ?? 0) === column; end++) {
      const value = valueAt(end);
      if (value === null) gap = end;
      else {
        if (value < (valueAt(low) ?? Number.POSITIVE_INFINITY)) low = end;
        if (value > (valueAt(high) ?? Number.NEGATIVE_INFINITY)) high = end;
      }
    }
    const ones = new Set([start, low, high, end - 1, ...(gap < 0 ? [] : [gap])]);
    kept.push(...[...ones].sort((a, b) => a - b));
    start = end;
  }
  return kept;
}
