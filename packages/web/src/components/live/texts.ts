import { catalogue } from '../../i18n/i18n.ts';

/** Words of lists that show what goes on now. */
export const liveWords = catalogue(
  'liveWords',
  {
    stale: 'as it was a moment ago',
    feed: 'What happens',
    noFeed: 'Nothing yet: users who come and go and agents that change state are listed here.',
    more: '{{count}} more',
    became: '{{agent}} is {{state}}',
    user_started: '{{user}} came',
    user_active: '{{user}} is active again',
    user_idle: '{{user}} is idle',
    user_ended: '{{user}} left',
    user_lapsed: '{{user}} was not heard of any more',
    user_resumed: '{{user}} came back',
  },
  {
    stale: '为片刻之前的数据',
    feed: '动态',
    noFeed: '暂无动态：用户的来去与智能体的状态变化会列在这里。',
    more: '另有 {{count}} 个',
    became: '{{agent}} {{state}}',
    user_started: '{{user}} 上线',
    user_active: '{{user}} 恢复活跃',
    user_idle: '{{user}} 空闲',
    user_ended: '{{user}} 离开',
    user_lapsed: '{{user}} 不再有消息',
    user_resumed: '{{user}} 返回',
  },
);
