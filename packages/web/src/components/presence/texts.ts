import { catalogue } from '../../i18n/i18n.ts';

export const presenceTexts = catalogue(
  'presence',
  {
    phase_active: 'online',
    phase_idle: 'online, idle',
    phase_ended: 'not online',
    since: 'since {{time}}',
    event_started: 'started',
    event_active: 'active again',
    event_idle: 'idle',
    event_ended: 'ended',
    event_resumed: 'resumed',
    timeout: 'not heard of any more',
    life: 'Presence of this session',
    lifeNote: 'as the application told it',
  },
  {
    phase_active: '在线',
    phase_idle: '在线，空闲',
    phase_ended: '不在线',
    since: '始于 {{time}}',
    event_started: '已开始',
    event_active: '再次活跃',
    event_idle: '空闲',
    event_ended: '已结束',
    event_resumed: '已恢复',
    timeout: '不再有消息',
    life: '本会话的在线状态',
    lifeNote: '由应用上报',
  },
);
