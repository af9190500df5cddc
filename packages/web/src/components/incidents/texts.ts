import { catalogue } from '../../i18n/i18n.ts';

/** Words for how bad an incident is, and for who sees to it. */
export const incidentWords = catalogue(
  'incidentWords',
  {
    info: 'info',
    warning: 'warning',
    critical: 'critical',
    acknowledgedBy: 'acknowledged by {{person}}',
    assignedTo: 'for {{person}}',
    muted: 'muted',
    returned_one: 'came back once',
    returned_other: 'came back {{count}} times',
  },
  {
    info: '提示',
    warning: '警告',
    critical: '严重',
    acknowledgedBy: '{{person}} 已确认',
    assignedTo: '负责人 {{person}}',
    muted: '已静默',
    returned_one: '再次触发 1 次',
    returned_other: '再次触发 {{count}} 次',
  },
);
