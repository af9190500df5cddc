import type { AgentState, Verdict } from './facts.ts';

/** That a state began, and why. */
export interface Transition extends Verdict {
  atMs: number;
}

/** A state that lasted: half-open, `[fromMs, toMs)`. */
export interface Stretch extends Verdict {
  fromMs: number;
  toMs: number;
}

/**
 * What the state was over a range, as stretches one after another, from transitions in any order; what lies before the first one
 * is left out. Of two at the same time the later in the list counts.
 */
export function timelineOf(
  transitions: readonly Transition[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Stretch[] {
  const stretches: Stretch[] = [];
  const inOrder = [...transitions].sort((a, b) => a.atMs - b.atMs);
  for (const [index, { atMs, state, reason }] of inOrder.entries()) {
    const begin = Math.max(atMs, fromMs);
    const end = Math.min(inOrder[index + 1]?.atMs ?? toMs, toMs);
    if (begin >= end) continue;
    const last = stretches.at(-1);
    if (last?.state === state && last.reason.code === reason.code && last.toMs === begin) last.toMs = end;
    else stretches.push({ fromMs: begin, toMs: end, state, reason });
  }
  return stretches;
}

export interface Reliability {
  /** The share of the time in which it was meant to be up that it was; null when there was none. */
  uptime: number | null;
  /** Mean time from going down to being up again, of those times that ended in the range; null when there was none. */
  mttrMs: number | null;
  /** How often it went down. */
  failures: number;
}

const DOWN: ReadonlySet<AgentState> = new Set(['failing', 'stuck', 'offline']);
/** Neither up nor down: nobody knows, or it was stopped on purpose. */
const isCounted = ({ state, reason }: Verdict): boolean => state !== 'unknown' && reason.code !== 'stopped';

/** How reliable an agent was over a timeline. */
export function reliabilityOf(timeline: readonly Stretch[]): Reliability {
  let up = 0;
  let down = 0;
  let failures = 0;
  let downSince: number | undefined;
  const repairs: number[] = [];
  for (const stretch of timeline) {
    const isDown = isCounted(stretch) && DOWN.has(stretch.state);
    if (isDown) down += stretch.toMs - stretch.fromMs;
    else if (isCounted(stretch)) up += stretch.toMs - stretch.fromMs;
    if (isDown && downSince === undefined) {
      failures += 1;
      downSince = stretch.fromMs;
    } else if (!isDown && downSince !== undefined) {
      if (isCounted(stretch)) repairs.push(stretch.fromMs - downSince);
      downSince = undefined;
    }
  }
  return {
    uptime: up + down === 0 ? null : up / (up + down),
    mttrMs: repairs.length === 0 ? null : repairs.reduce((sum, each) => sum + each, 0) / repairs.length,
    failures,
  };
}
