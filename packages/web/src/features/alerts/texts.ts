import { catalogue } from '../../i18n/i18n.ts';

/** Words of the page around its parts; each part has its own. */
export const alertsTexts = catalogue(
  'alerts',
  {
    title: 'Alerts',
    incidents: 'Incidents',
    rules: 'Rules',
    silences: 'Silences',
    escalation: 'Escalation',
    channels: 'Channels',
  },
  {
    title: '告警',
    incidents: '事件',
    rules: '规则',
    silences: '静默',
    escalation: '升级',
    channels: '通知渠道',
  },
);
