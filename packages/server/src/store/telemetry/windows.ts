/** A range of start times in nanoseconds, both ends included. */
export interface Window {
  from: bigint;
  to: bigint;
}

/** Ranges named in one statement. */
const MAX_WINDOWS = 32;

/**
 * The fewest ranges that cover all of these and leave out the widest gaps between them, at most `limit`: spans are
 * stored in order of time, so what lies in a gap is not read.
 */
export function covering(windows: readonly Window[], limit = MAX_WINDOWS): Window[] {
  const merged: Window[] = [];
  for (const { from, to } of [...windows].sort((a, b) => order(a.from, b.from))) {
    const last = merged.at(-1);
    if (last && from <= last.to) {
      if (to > last.to) last.to = to;
    } else merged.push({ from, to });
  }
  const gaps = merged.slice(1).map((window, i) => window.from - (merged[i] as Window).to);
  const kept = new Set(
    gaps
      .map((_, i) => i)
      .sort((a, b) => order(gaps[b] as bigint, gaps[a] as bigint))
      .slice(0, limit - 1),
  );
  const result: Window[] = [];
  merged.forEach((window, i) => {
    const last = result.at(-1);
    if (last && !kept.has(i - 1)) last.to = window.to;
    else result.push({ ...window });
  });
  return result;
}

const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The ranges as a condition on a column of times, with the parameters to bind. */
export function windowCondition(
  column: string,
  windows: readonly Window[],
): { sql: string; params: Record<string, bigint> } {
  const params: Record<string, bigint> = {};
  const ranges = windows.map(({ from, to }, i) => {
    params[`from${i}`] = from;
    params[`to${i}`] = to;
    return `${column} BETWEEN fromUnixTimestamp64Nano({from${i}:Int64}, 'UTC') AND fromUnixTimestamp64Nano({to${i}:Int64}, 'UTC')`;
  });
  return { sql: `(${ranges.join(' OR ')})`, params };
}
