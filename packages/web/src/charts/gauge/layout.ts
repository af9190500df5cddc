import { arc } from 'd3-shape';
import type { ThresholdLine } from '../kit/Thresholds.tsx';

const TURN = Math.PI * 0.72;

export interface GaugeLayout {
  cx: number;
  cy: number;
  radius: number;
  track: string;
  value: string;
  /** Stretches of the outer edge from each threshold to the next. */
  zones: { tone: ThresholdLine['tone']; path: string }[];
}

/** Where a value stands between zero and a most, as an angle: beyond either end it stops there. */
export const angleOf = (value: number, most: number): number =>
  -TURN + 2 * TURN * (most > 0 ? Math.min(Math.max(value / most, 0), 1) : 0);

/** An arc as large as the room allows. */
export function layoutGauge(
  value: number | null,
  most: number,
  thresholds: readonly ThresholdLine[],
  { width, height }: { width: number; height: number },
): GaugeLayout {
  // The arc reaches below its centre by the cosine of its turn.
  const below = -Math.cos(TURN);
  const radius = Math.max(10, Math.min(width / 2, (height - 4) / (1 + below)) - 2);
  const ring = arc<{ from: number; to: number; inner: number; outer: number }>()
    .innerRadius(({ inner }) => radius * inner)
    .outerRadius(({ outer }) => radius * outer)
    .startAngle(({ from }) => from)
    .endAngle(({ to }) => to)
    .digits(1);
  const path = (from: number, to: number, inner: number, outer: number) =>
    ring({ from, to, inner, outer }) ?? '';
  const sorted = thresholds.toSorted((a, b) => a.value - b.value);
  return {
    cx: width / 2,
    cy: radius + 2,
    radius,
    track: path(-TURN, TURN, 0.78, 0.93),
    value: value === null ? '' : path(-TURN, angleOf(value, most), 0.78, 0.93),
    zones: sorted.map(({ value: from, tone }, nth) => ({
      tone,
      path: path(angleOf(from, most), angleOf(sorted[nth + 1]?.value ?? most, most), 0.96, 1),
    })),
  };
}
