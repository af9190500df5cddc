import { type Outlook, sumsAt } from './outlook.ts';

/** How much counts as used at a moment. */
export interface UsedPoint {
  atMs: number;
  used: number;
}

/** What was spent in stretches of equal length that follow each other; the last one may still fill. */
export interface Parts {
  startMs: number;
  partMs: number;
  amounts: readonly number[];
}

/** What a window of a quota covers: all since it began or, when it rolls, the last so many milliseconds. */
export type Coverage = { startMs: number; endMs: number } | { lengthMs: number };

/**
 * What counted as used at the end of each part, up to now: the sum since the window began or, of a rolling one, of the parts
 * that were not over for longer than it is.
 */
export function usedOver(parts: Parts, coverage: Coverage, nowMs: number): UsedPoint[] {
  const ends = parts.amounts.map((_, index) =>
    Math.min(parts.startMs + (index + 1) * parts.partMs, Math.max(nowMs, parts.startMs)),
  );
  if ('startMs' in coverage) {
    const points: UsedPoint[] = [{ atMs: coverage.startMs, used: 0 }];
    let used = 0;
    parts.amounts.forEach((amount, index) => {
      if (parts.startMs + index * parts.partMs < coverage.startMs) return;
      used += amount;
      points.push({ atMs: ends[index] ?? nowMs, used });
    });
    return points;
  }
  const span = Math.round(coverage.lengthMs / parts.partMs);
  let used = 0;
  return parts.amounts.flatMap((amount, index) => {
    used += amount - (parts.amounts[index - span] ?? 0);
    return index + 1 < span ? [] : [{ atMs: ends[index] ?? nowMs, used: Math.max(0, used) }];
  });
}

/** What leaves a rolling window, and when, if nothing else is spent. */
export const leavingOf = ({ startMs, partMs, amounts }: Parts, lengthMs: number): UsedPoint[] =>
  amounts.flatMap((amount, index) =>
    amount > 0 ? [{ atMs: startMs + (index + 1) * partMs + lengthMs, used: amount }] : [],
  );

export interface ProjectionPoint extends UsedPoint {
  /** `low` to `high` holds four of five. */
  low: number;
  high: number;
}

export interface Projection {
  method: Outlook['method'];
  /** From now to the end, in order of time. */
  path: ProjectionPoint[];
  /** When the limit is reached as things are expected to go; now when it is. Null: not before the end. */
  exhaustedAtMs: number | null;
  /** The same at the edges of the band. */
  earliestMs: number | null;
  latestMs: number | null;
}

/** Points of the path: no picture shows more. */
const MOST_POINTS = 120;

/**
 * How much will count as used from now to the end of a window, and when that reaches the limit. `leaving`: what a rolling
 * window forgets meanwhile. All amounts in one unit.
 */
export function project({
  limit,
  used,
  nowMs,
  endMs,
  outlook,
  leaving = [],
}: {
  limit: number;
  used: number;
  nowMs: number;
  endMs: number;
  outlook: Outlook;
  leaving?: readonly UsedPoint[];
}): Projection {
  const begun = sumsAt(outlook, nowMs);
  const at = (atMs: number): ProjectionPoint => {
    const sums = sumsAt(outlook, atMs);
    const gone = leaving.reduce(
      (sum, left) => (left.atMs > nowMs && left.atMs <= atMs ? sum + left.used : sum),
      0,
    );
    const kept = Math.max(0, used - gone);
    const coming = sums.expected - begun.expected;
    const spread = sums.spread - begun.spread;
    return {
      atMs,
      used: kept + coming,
      low: kept + Math.max(0, coming - spread),
      high: kept + coming + spread,
    };
  };
  const path = momentsOf(outlook, leaving, nowMs, endMs).map(at);
  const reached = (of: (point: ProjectionPoint) => number) => reachedAt(path, of, limit);
  return {
    method: outlook.method,
    path,
    exhaustedAtMs: reached((point) => point.used),
    earliestMs: reached(({ high }) => high),
    latestMs: reached(({ low }) => low),
  };
}

/** Where the path bends, thinned out. */
function momentsOf(outlook: Outlook, leaving: readonly UsedPoint[], nowMs: number, endMs: number): number[] {
  const bends = [...outlook.steps, ...leaving]
    .map(({ atMs }) => atMs)
    .filter((atMs) => atMs > nowMs && atMs < endMs)
    .sort((a, b) => a - b);
  const step = Math.max(1, Math.ceil(bends.length / (MOST_POINTS - 2)));
  const kept = bends.filter((atMs, index) => index % step === 0 && atMs !== bends[index - step]);
  return [nowMs, ...kept, ...(endMs > nowMs ? [endMs] : [])];
}

/** When a value first reaches a limit, going evenly from point to point. */
function reachedAt(
  path: readonly ProjectionPoint[],
  of: (point: ProjectionPoint) => number,
  limit: number,
): number | null {
  const index = path.findIndex((point) => of(point) >= limit);
  const point = path[index];
  const before = path[index - 1];
  if (!point) return null;
  if (!before) return point.atMs;
  const share = (limit - of(before)) / (of(point) - of(before));
  return Math.round(before.atMs + share * (point.atMs - before.atMs));
}
