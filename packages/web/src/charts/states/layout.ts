import { plotOf } from '@pharos/core/charts/frame';
import { scaleLinear } from 'd3-scale';
import type { Lanes } from '../kit/lanes.ts';
import { type ThresholdLine, toneOf } from '../kit/Thresholds.tsx';
import { timeTicks } from '../kit/time-ticks.ts';
import type { Buckets } from '../time-series/layout.ts';

/** `none`: below every threshold; `unknown`: no data. */
export type StateTone = ThresholdLine['tone'] | 'none' | 'unknown';

export interface StateRow {
  key: string;
  label: string;
  points: readonly (number | null)[];
  group?: readonly string[];
}

/** Buckets of one state after another, as one stretch. `to` is exclusive. */
export interface Stretch {
  from: number;
  to: number;
  tone: StateTone;
}

/** The stretches of a row: neighbours of one state are one. */
export function stretchesOf(
  points: readonly (number | null)[],
  thresholds: readonly ThresholdLine[],
): Stretch[] {
  const stretches: Stretch[] = [];
  points.forEach((value, index) => {
    const tone = value === null ? 'unknown' : (toneOf(thresholds, value) ?? 'none');
    const last = stretches.at(-1);
    if (last?.tone === tone) last.to = index + 1;
    else stretches.push({ from: index, to: index + 1, tone });
  });
  return stretches;
}

const TONES: readonly StateTone[] = ['good', 'none', 'warn', 'bad', 'unknown'];

export interface StatesLayout {
  rows: { row: StateRow; stretches: (Stretch & { x: number; width: number })[] }[];
  /** Those that are shown, from good to bad; none where values mean nothing. */
  tones: StateTone[];
  /** Edges of the last bucket while it still fills. */
  filling: { x: number; width: number } | undefined;
  x: (ms: number) => number;
  timeAt: (x: number) => number;
  indexAt: (x: number) => number;
  ticks: { ms: number; x: number }[];
}

/** A gap between stretches, so that a change is seen where two tones are close. */
const GAP = 1;

/** States along time, a lane a row. */
export function layoutStates(
  { buckets, bucketMs, completeUntilMs }: Buckets,
  rows: readonly StateRow[],
  thresholds: readonly ThresholdLine[],
  lanes: Lanes,
  timeZone: string,
): StatesLayout {
  const plot = plotOf(lanes.frame);
  const first = buckets[0] ?? 0;
  const end = (buckets.at(-1) ?? 0) + bucketMs;
  const x = scaleLinear()
    .domain(first === end ? [first, first + 1] : [first, end])
    .range([plot.x0, plot.x1]);
  const edge = (index: number) => x(first + index * bucketMs);
  const laid = rows.slice(0, lanes.count).map((row) => ({
    row,
    stretches: stretchesOf(row.points, thresholds).map((stretch) => ({
      ...stretch,
      x: edge(stretch.from),
      width: Math.max(0.5, edge(stretch.to) - edge(stretch.from) - GAP),
    })),
  }));
  const seen = new Set(laid.flatMap(({ stretches }) => stretches.map(({ tone }) => tone)));
  const last = edge(buckets.length - 1);
  return {
    rows: laid,
    tones: thresholds.length === 0 ? [] : TONES.filter((tone) => seen.has(tone)),
    filling:
      buckets.length > 0 && end > completeUntilMs
        ? { x: last, width: edge(buckets.length) - last }
        : undefined,
    x: (ms) => x(ms),
    timeAt: (position) => x.invert(position),
    indexAt: (position) =>
      Math.min(
        Math.max(Math.floor((x.invert(position) - first) / Math.max(1, bucketMs)), 0),
        Math.max(0, buckets.length - 1),
      ),
    ticks: timeTicks(first, end, Math.max(2, Math.floor(plot.width / 72)), timeZone).map((ms) => ({
      ms,
      x: x(ms),
    })),
  };
}
