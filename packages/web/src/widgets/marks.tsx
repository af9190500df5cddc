import type { MarkName } from '@pharos/core/dashboards/marks';
import type { MarkView } from './drawing.ts';
import { gauge, stat } from './figure-marks.tsx';
import { cohort, funnel, heatmap, states, table } from './group-marks.tsx';
import { bar, flow, histogram, scatter } from './shape-marks.tsx';
import { timeMark } from './time-marks.tsx';

/** How each mark is drawn. A new mark is an entry here and in core's table. */
export const MARK_VIEWS: Readonly<Record<MarkName, MarkView>> = {
  line: timeMark('line'),
  area: timeMark('area'),
  stacked: timeMark('stacked'),
  bars: timeMark('bars'),
  percentiles: timeMark('bands'),
  ...{ stat, gauge, table, funnel, states, cohort, heatmap },
  ...{ bar, histogram, scatter, flow },
};
