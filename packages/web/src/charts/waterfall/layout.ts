import type { SpanKind } from '@pharos/core/span';
import type { TraceNode, TreeSpan } from '@pharos/core/trace-tree';

/** The stretch of a trace that is drawn, in milliseconds from its start. */
export interface TimeWindow {
  fromMs: number;
  toMs: number;
}

/** A bar in percent of the width of its track, cut to the window. */
export interface Bar {
  left: number;
  width: number;
  /** Part of it lies before or after the window. */
  cutBefore: boolean;
  cutAfter: boolean;
}

/** Where a step stands on the track; undefined when it lies outside the window. */
export function barOf(offsetMs: number, durationMs: number, { fromMs, toMs }: TimeWindow): Bar | undefined {
  const endMs = offsetMs + durationMs;
  if (endMs < fromMs || offsetMs > toMs) return undefined;
  const length = Math.max(toMs - fromMs, Number.MIN_VALUE);
  const from = Math.max(offsetMs, fromMs);
  const to = Math.min(endMs, toMs);
  return {
    left: ((from - fromMs) / length) * 100,
    width: ((to - from) / length) * 100,
    cutBefore: offsetMs < fromMs,
    cutAfter: endMs > toMs,
  };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const LONG_STEPS = [5, 10, 15, 30]
  .map((seconds) => seconds * SECOND)
  .concat([1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE))
  .concat([1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR));

/** A step people count in: 1, 2 or 5 times a power of ten up to seconds, then clock units. */
function tickStep(lengthMs: number, most: number): number {
  const least = lengthMs / most;
  if (least > 2 * SECOND) {
    return LONG_STEPS.find((step) => step >= least) ?? Math.ceil(least / (24 * HOUR)) * 24 * HOUR;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? 10 * power;
}

export interface Tick {
  ms: number;
  /** Percent of the track. */
  left: number;
}

/** At most `most` + 1 round moments within the window, and the step between them. */
export function ticksOf({ fromMs, toMs }: TimeWindow, most: number): { ticks: Tick[]; stepMs: number } {
  const length = toMs - fromMs;
  if (!(length > 0)) return { ticks: [{ ms: fromMs, left: 0 }], stepMs: 1 };
  const stepMs = tickStep(length, most);
  const ticks: Tick[] = [];
  for (let nth = Math.ceil(fromMs / stepMs); nth * stepMs <= toMs && ticks.length <= most; nth++) {
    // The product may come out a hair before the start that it was rounded up from.
    ticks.push({ ms: nth * stepMs, left: Math.max(0, ((nth * stepMs - fromMs) / length) * 100) });
  }
  return { ticks, stepMs };
}

type Drawn = TreeSpan & { kind: SpanKind; status: string };

/** Marks of one colour as one SVG path in a box of `width` × `height`. */
export interface MinimapPath {
  /** A span kind, or `error`. */
  paint: SpanKind | 'error';
  path: string;
}

/**
 * All steps of a trace in a small box, one line each from top to bottom; where lines share a pixel row and a colour
 * they are joined, so that the drawing stays small whatever the trace.
 */
export function minimapPaths(
  nodes: readonly TraceNode<Drawn>[],
  durationMs: number,
  width: number,
  height: number,
): MinimapPath[] {
  const rowHeight = Math.max(1, Math.min(4, height / Math.max(nodes.length, 1)));
  const rows = Math.floor(height / rowHeight);
  const lanes = new Map<string, { paint: MinimapPath['paint']; y: number; pieces: [number, number][] }>();
  const perMs = width / Math.max(durationMs, Number.MIN_VALUE);
  for (const [index, { span, offsetMs }] of nodes.entries()) {
    const row = nodes.length <= rows ? index : Math.floor((index / nodes.length) * rows);
    const paint = span.status === 'error' ? 'error' : span.kind;
    const key = `${paint} ${row}`;
    const lane = lanes.get(key) ?? { paint, y: (row + 0.5) * rowHeight, pieces: [] };
    lanes.set(key, lane);
    const from = Math.min(offsetMs * perMs, width - 1);
    lane.pieces.push([from, Math.max(from + 1, (offsetMs + span.durationMs) * perMs)]);
  }
  const paths = new Map<MinimapPath['paint'], string[]>();
  for (const { paint, y, pieces } of lanes.values()) {
    const drawing = paths.get(paint) ?? [];
    paths.set(paint, drawing);
    for (const [from, to] of joined(pieces))
      drawing.push(`M${from.toFixed(1)} ${y.toFixed(1)}H${to.toFixed(1)}`);
  }
  const drawn = [...paths].map(([paint, drawing]) => ({ paint, path: drawing.join('') }));
  return drawn.sort((a, b) => Number(a.paint === 'error') - Number(b.paint === 'error'));
}

function joined(pieces: [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of pieces.sort(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
