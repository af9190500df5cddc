import { catalogue } from '../../../../i18n/i18n.ts';

/** Words of what can be added to a dashboard. */
export const galleryTexts = catalogue(
  'dashboards-gallery',
  {
    title: 'Add to this tab',
    find: 'Find a chart',
    nothing: 'Nothing has this name.',
    add: 'Add',
    added: 'Added',
    blank: 'Words',
    mark: 'One of each kind',
    text: 'Text',
    heading: 'Heading',
    about_blank: 'To be written beside the dashboard.',
    about_mark: 'A beginning: what it asks is chosen beside the dashboard.',
    fromReady: 'As on “{{title}}”.',
    what_text: 'Words in Markdown, with the values of variables.',
    what_heading: 'Begins a row that folds.',
  },
  {
    title: '添加到该标签页',
    find: '查找图表',
    nothing: '没有这个名称。',
    add: '添加',
    added: '已添加',
    blank: '文字',
    mark: '各类图表',
    text: '文本',
    heading: '标题',
    about_blank: '添加后在旁边编写。',
    about_mark: '仅作起点：添加后在旁边选择查询内容。',
    fromReady: '来自“{{title}}”。',
    what_text: 'Markdown 文本，可包含变量的值。',
    what_heading: '开始一个可收起的行。',
  },
);
