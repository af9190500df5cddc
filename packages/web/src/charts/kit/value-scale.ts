import { DURATION_STEPS, mayStandAt, ticksBy } from '@pharos/core/charts/axis-steps';
import type { Plot } from '@pharos/core/charts/frame';
import type { Unit } from '@pharos/core/metrics';
import { scaleLinear } from 'd3-scale';

export interface ValueScale {
  y: (value: number) => number;
  ticks: { value: number; y: number }[];
}

/** Ticks closer than this run into each other. */
const TICK_HEIGHT = 26;

/**
 * The upright axis for values of a unit: from zero, or from the least when some are below it, to a round value above
 * the most. Durations step in round seconds and minutes; between whole numbers of things stands no tick. Values that are
 * shown as so many of something else, as dollars in yuan, have ticks that are round there.
 */
export function valueScale(
  unit: Unit,
  [least, most]: readonly [number, number],
  plot: Plot,
  shownPer = 1,
): ValueScale {
  const [low, high] = [Math.min(0, least) * shownPer, Math.max(0, most) * shownPer];
  const count = Math.min(4, Math.max(2, Math.floor(plot.height / TICK_HEIGHT)));
  const scale = scaleLinear()
    .domain(low === high ? [0, 1] : [low, high])
    .nice(count)
    .range([plot.y1, plot.y0]);
  const own = unit === 'ms' && low === 0 ? ticksBy(DURATION_STEPS, high) : undefined;
  if (own) scale.domain([0, own.at(-1) ?? 1]);
  const ticks = (own ?? scale.ticks(count)).filter((value) => mayStandAt(value, unit));
  return {
    y: (value) => scale(value * shownPer),
    ticks: ticks.map((value) => ({ value: value / shownPer, y: scale(value) })),
  };
}
