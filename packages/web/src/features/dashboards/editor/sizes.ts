import type { Place, Widget } from '@pharos/core/dashboards/dashboard';
import { MAX_HEIGHT } from '@pharos/core/dashboards/grid';
import type { MarkName } from '@pharos/core/dashboards/marks';

type Size = Pick<Place, 'w' | 'h'>;

/** Smaller than this nothing can be read. */
export const LEAST: Record<Widget['kind'], Size> = {
  chart: { w: 2, h: 3 },
  text: { w: 1, h: 1 },
  heading: { w: 2, h: 1 },
};

/** How large a chart is at first. */
export const SIZES: Record<MarkName, Size> = {
  line: { w: 6, h: 8 },
  area: { w: 6, h: 8 },
  stacked: { w: 6, h: 8 },
  bars: { w: 6, h: 8 },
  percentiles: { w: 6, h: 8 },
  heatmap: { w: 6, h: 9 },
  states: { w: 12, h: 7 },
  cohort: { w: 6, h: 9 },
  stat: { w: 2, h: 3 },
  table: { w: 6, h: 9 },
  bar: { w: 4, h: 8 },
  histogram: { w: 6, h: 8 },
  scatter: { w: 6, h: 9 },
  gauge: { w: 3, h: 6 },
  funnel: { w: 4, h: 8 },
  flow: { w: 12, h: 10 },
};
export const TEXT_SIZE: Size = { w: 4, h: 4 };
export const HEADING_SIZE: Size = { w: 12, h: 1 };

/** A size so many columns and rows larger, as far as a widget of its kind can be. */
export const grown = ({ kind, place }: Widget, columns: number, rows: number): Size => ({
  w: Math.max(LEAST[kind].w, place.w + columns),
  h: Math.min(MAX_HEIGHT, Math.max(LEAST[kind].h, place.h + rows)),
});
