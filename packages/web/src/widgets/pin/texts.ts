import { catalogue } from '../../i18n/i18n.ts';

/** Words of putting a chart on a dashboard; they come with the dialog. */
export const pinTexts = catalogue(
  'pin',
  {
    pinTitle: 'Pin to a dashboard',
    pinHint: 'It is put below what is there already, and asked anew whenever it is looked at.',
    pinName: 'Title of the widget',
    pinTo: 'Dashboard',
    pinNew: 'A new one…',
    pinNewName: 'Name of the new dashboard',
    pinTab: 'Tab',
    pinAction: 'Pin',
    pinned: 'Pinned to “{{title}}”',
    pinOpen: 'Open the dashboard',
    pinAgain: 'Pin elsewhere',
    pinFull: '“{{title}}” has no room for another widget.',
  },
  {
    pinTitle: '固定到仪表盘',
    pinHint: '将放在已有内容下方，每次查看时重新查询。',
    pinName: '组件标题',
    pinTo: '仪表盘',
    pinNew: '新建…',
    pinNewName: '新仪表盘的名称',
    pinTab: '标签页',
    pinAction: '固定',
    pinned: '已固定到“{{title}}”',
    pinOpen: '打开仪表盘',
    pinAgain: '固定到别处',
    pinFull: '“{{title}}”已没有空间容纳更多组件。',
  },
);
