import type { Plot } from '@pharos/core/charts/frame';
import { textWidth } from '@pharos/core/charts/text-width';
import { roundMoments, tickLabel } from '@pharos/core/charts/time-axis';
import type { Language } from '@pharos/core/language';
import { utcTicks } from 'd3-time';
import type { Palette } from './palette.ts';
import { textAt } from './svg.ts';

const TICK_WIDTH = 84;
const BELOW = 14;

/** Round moments below the plot, as the clocks of a zone show them; one that would reach beyond the plot is left out. */
export function drawTimeAxis(
  { fromMs, toMs, x }: { fromMs: number; toMs: number; x(ms: number): number },
  { x0, x1, y1, width }: Plot,
  { language, timeZone, palette }: { language: Language; timeZone: string; palette: Palette },
): string {
  const count = Math.max(2, Math.floor(width / TICK_WIDTH));
  const ticks = roundMoments(fromMs, toMs, timeZone, (from, to) => utcTicks(from, to, count));
  const stepMs = (ticks[1] ?? 0) - (ticks[0] ?? 0);
  return ticks
    .map((ms) => ({ at: x(ms), text: tickLabel(ms, stepMs, language, timeZone) }))
    .filter(({ at, text }) => at - textWidth(text) / 2 > x0 - 6 && at + textWidth(text) / 2 < x1 + 6)
    .map(({ at, text }) => textAt(at, y1 + BELOW, text, { fill: palette.muted, anchor: 'middle' }))
    .join('');
}
