import type { MarkName } from '@pharos/core/dashboards/marks';
import { catalogue, useTexts } from './i18n.ts';

/** What every way to draw an answer is called. */
export const markTexts = catalogue(
  'marks',
  {
    line: 'Lines',
    area: 'Areas',
    stacked: 'Stacked areas',
    bars: 'Bars over time',
    percentiles: 'Percentiles over time',
    heatmap: 'Heat map',
    states: 'States over time',
    cohort: 'Cohorts',
    stat: 'Figure',
    table: 'Table',
    bar: 'Bars',
    histogram: 'Histogram',
    scatter: 'Scatter plot',
    gauge: 'Gauge',
    funnel: 'Funnel',
    flow: 'Flow',
  } satisfies Record<MarkName, string>,
  {
    line: '折线图',
    area: '面积图',
    stacked: '堆叠面积图',
    bars: '时间柱状图',
    percentiles: '分位数走势',
    heatmap: '热力图',
    states: '状态时间线',
    cohort: '同期群',
    stat: '数值',
    table: '表格',
    bar: '条形图',
    histogram: '直方图',
    scatter: '散点图',
    gauge: '仪表',
    funnel: '漏斗图',
    flow: '流向图',
  },
);

/** A mark's name in the language of the page. */
export function useMarkName(): (mark: MarkName) => string {
  const t = useTexts(markTexts);
  return (mark) => t(mark);
}
