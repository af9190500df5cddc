import { catalogue } from '../i18n/i18n.ts';

/** Words that charts themselves use. */
export const chartTexts = catalogue(
  'charts',
  {
    legend: 'Legend',
    time: 'Time',
    total: 'total',
    incomplete: 'still filling',
    empty: 'No data in this time range.',
    chartKeys: 'Arrow keys walk through the values, Enter opens them, Shift with arrows and Enter zooms.',
    deploy: 'Deploy',
    incident: 'Incident',
    note: 'Note',
  },
  {
    legend: '图例',
    time: '时间',
    total: '合计',
    incomplete: '统计中',
    empty: '该时间范围内没有数据。',
    chartKeys: '方向键查看数值，回车打开，Shift 加方向键再按回车可缩放。',
    deploy: '部署',
    incident: '事件',
    note: '备注',
  },
);
