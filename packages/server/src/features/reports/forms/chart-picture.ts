import type { ChartBlock } from '@pharos/core/reports/blocks';
import type { Writer } from '@pharos/core/reports/writer';
import { timeSeriesPicture } from '../../../pictures/time-series/time-series.ts';

const HEIGHT = 190;
/** What is named at the end of its line needs less height than a legend of many. */
const LEGEND_LINE = 18;
const NAMES_IN_A_LINE = 4;

/** A chart of a report as SVG that needs nothing else. */
export function chartPicture(chart: ChartBlock, writer: Writer, width: number): string {
  const { mark, title, unit, buckets, bucketSeconds, series } = chart;
  const lines = series.length > 1 ? Math.ceil(series.length / NAMES_IN_A_LINE) : 0;
  return timeSeriesPicture({
    ...{ width, height: HEIGHT + lines * LEGEND_LINE, label: title, mode: mark, unit },
    ...{ language: writer.language, timeZone: writer.timeZone, rate: writer.rate },
    buckets: buckets.map((start) => Date.parse(start)),
    bucketMs: bucketSeconds * 1000,
    series: series.map(({ label, points }) => ({ label, values: points })),
  });
}
