import { DURATION_STEPS, mayStandAt, ticksBy } from '@pharos/core/charts/axis-steps';
import type { Plot } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { formatAxis, shownPer } from '@pharos/core/format/unit';
import { scaleLinear } from 'd3-scale';
import type { Figures } from './look.ts';
import type { Palette } from './palette.ts';
import { lineFrom, textAt } from './svg.ts';

export interface ValueAxis {
  /** In the unit of the data. */
  y(value: number): number;
  ticks: readonly { y: number; value: number; text: string }[];
  /** What the texts take. */
  width: number;
}

const TICK_HEIGHT = 26;
const MOST_TICKS = 4;

/** The upright axis from zero, or the least when that is below it, to a round value above the most; as on the pages. */
export function valueAxis(
  [least, most]: readonly [number, number],
  { y0, y1, height }: Plot,
  { unit, language, rate }: Figures,
): ValueAxis {
  const per = shownPer(unit, rate);
  const [low, high] = [Math.min(0, least) * per, Math.max(0, most) * per];
  const count = Math.min(MOST_TICKS, Math.max(2, Math.floor(height / TICK_HEIGHT)));
  const scale = scaleLinear()
    .domain(low === high ? [0, 1] : [low, high])
    .nice(count)
    .range([y1, y0]);
  const own = unit === 'ms' && low === 0 ? ticksBy(DURATION_STEPS, high) : undefined;
  if (own) scale.domain([0, own.at(-1) ?? 1]);
  const ticks = (own ?? scale.ticks(count))
    .filter((value) => mayStandAt(value, unit))
    .map((value) => ({
      ...{ y: scale(value), value },
      text: formatAxis(value / per, unit, language, rate),
    }));
  return {
    y: (value) => scale(value * per),
    ticks,
    width: Math.max(0, ...ticks.map(({ text }) => textWidth(text))),
  };
}

/** Hairlines with their values at the left. */
export function drawValueAxis({ ticks }: ValueAxis, { x0, x1 }: Plot, palette: Palette): string {
  const isSplit = ticks.some(({ value }) => value < 0);
  return ticks
    .map(
      ({ y, value, text }) =>
        lineFrom([x0, y], [x1, y], isSplit && value === 0 ? palette.zero : palette.grid) +
        textAt(x0 - 6, y, text, { fill: palette.muted, anchor: 'end' }),
    )
    .join('');
}
