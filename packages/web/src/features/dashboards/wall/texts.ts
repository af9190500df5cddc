import { catalogue } from '../../../i18n/i18n.ts';

/** Words of dashboards that take turns on a wall. */
export const wallTexts = catalogue(
  'dashboards-wall',
  {
    title: 'Show on a wall',
    hint: 'Dashboards take turns on the whole screen, in large type. Esc leaves, arrows go on, space pauses.',
    which: 'Dashboards',
    every: 'Each for',
    tabs: 'All of their tabs, not the first one only',
    start: 'Start',
    previous: 'Previous',
    next: 'Next',
    pause: 'Pause',
    goOn: 'Go on',
    leave: 'Leave',
    paused: 'paused',
    of: '{{at}} of {{count}}',
    none: 'None of these dashboards can be shown.',
  },
  {
    title: '投放到大屏',
    hint: '仪表盘以大字号全屏轮播。按 Esc 退出，方向键切换，空格暂停。',
    which: '仪表盘',
    every: '每个停留',
    tabs: '轮播全部标签页，而不仅是第一个',
    start: '开始',
    previous: '上一个',
    next: '下一个',
    pause: '暂停',
    goOn: '继续',
    leave: '退出',
    paused: '已暂停',
    of: '第 {{at}} 个，共 {{count}} 个',
    none: '这些仪表盘都无法显示。',
  },
);
