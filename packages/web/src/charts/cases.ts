import { cases as bar } from './bar/cases.tsx';
import { cases as burnDown } from './burn-down/cases.tsx';
import { cases as cohort } from './cohort/cases.tsx';
import { cases as flow } from './flow/cases.tsx';
import { cases as funnel } from './funnel/cases.tsx';
import { cases as gauge } from './gauge/cases.tsx';
import { cases as heatmap } from './heatmap/cases.tsx';
import { cases as histogram } from './histogram/cases.tsx';
import type { ChartCase } from './kit/case.ts';
import { cases as scatter } from './scatter/cases.tsx';
import { cases as stat } from './stat/cases.tsx';
import { cases as states } from './states/cases.tsx';
import { cases as timeSeries } from './time-series/cases.tsx';
import { cases as timeline } from './timeline/cases.tsx';
import { cases as topTable } from './top-table/cases.tsx';
import { cases as weekHeat } from './week-heat/cases.tsx';

/** Every chart with all kinds of data. A new chart is an entry here, and so has its place on the page and its pictures. */
export const CHART_CASES: Readonly<Record<string, readonly ChartCase[]>> = {
  'time-series': timeSeries,
  bar,
  histogram,
  heatmap,
  cohort,
  flow,
  funnel,
  gauge,
  'burn-down': burnDown,
  scatter,
  stat,
  states,
  timeline,
  'top-table': topTable,
  'week-heat': weekHeat,
};
