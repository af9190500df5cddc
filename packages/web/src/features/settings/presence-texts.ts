import { catalogue } from '../../i18n/i18n.ts';

export const presenceTexts = catalogue(
  'presenceSettings',
  {
    title: 'Presence',
    hint: 'When a user is not online any more, and how many you expect in parallel: charts of what is in parallel show these as lines. Nothing is refused by that.',
    window: 'Not online after so many seconds without a word',
    windowWrong: 'From 60 to 3600',
    users: 'Users expected at most',
    sessions: 'Sessions expected at most',
    runs: 'Runs expected at most',
    nothing: 'none',
    expectedWrong: 'A whole number from 1 on, or nothing',
    save: 'Save',
    saved: 'Saved',
  },
  {
    title: '在线状态',
    hint: '用户多久后不再算在线，以及预期的最大并发：并发图表会将其显示为参考线，不会拒绝任何请求。',
    window: '多少秒没有消息后不再算在线',
    windowWrong: '60 到 3600',
    users: '预期最大用户数',
    sessions: '预期最大会话数',
    runs: '预期最大运行数',
    nothing: '无',
    expectedWrong: '从 1 开始的整数，或留空',
    save: '保存',
    saved: '已保存',
  },
);
