import type { Place } from '@pharos/core/dashboards/dashboard';
import type { MarkName } from '@pharos/core/dashboards/marks';

type Size = Pick<Place, 'w' | 'h'>;

/** How large a chart is on a dashboard at first, in columns and rows. */
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
