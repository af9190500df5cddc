import { cases as bar } from './bar/cases.tsx';
import type { ChartCase } from './kit/case.ts';
import { cases as timeSeries } from './time-series/cases.tsx';

/** Every chart with all kinds of data. A new chart is an entry here, and so has its place on the page and its pictures. */
export const CHART_CASES: Readonly<Record<string, readonly ChartCase[]>> = {
  'time-series': timeSeries,
  bar,
};
