import { roundMoments } from '@pharos/core/charts/time-axis';
import { utcTicks } from 'd3-time';

/** About so many round moments between two, as the clocks of a zone show them. */
export const timeTicks = (fromMs: number, toMs: number, count: number, timeZone: string): number[] =>
  roundMoments(fromMs, toMs, timeZone, (from, to) => utcTicks(from, to, count));
