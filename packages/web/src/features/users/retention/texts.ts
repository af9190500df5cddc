import { catalogue } from '../../../i18n/i18n.ts';

export const retentionTexts = catalogue(
  'retention',
  {
    by: 'Cohorts per',
    day: 'Day',
    week: 'Week',
    stepDay: 'day',
    stepWeek: 'week',
    title: 'Who came back',
    note: 'users by the {{step}} in which they were seen first; share of them active so many {{step}}s later',
    cohort: 'Seen first',
    size: 'Users',
    after: 'after {{count}}',
    empty: 'Nobody was seen for the first time in this time range',
    emptyHint: 'Choose a longer one: retention follows users from the day on which they first came.',
  },
  {
    by: '分组粒度',
    day: '天',
    week: '周',
    stepDay: '天',
    stepWeek: '周',
    title: '谁回来了',
    note: '按首次出现的{{step}}分组；若干{{step}}后仍活跃的占比',
    cohort: '首次出现',
    size: '用户',
    after: '第 {{count}} 期后',
    empty: '该时间范围内没有首次出现的用户',
    emptyHint: '请选择更长的时间范围：留存从用户首次出现之日开始跟踪。',
  },
);
