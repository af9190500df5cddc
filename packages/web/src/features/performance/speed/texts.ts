import { catalogue } from '../../../i18n/i18n.ts';

export const speedTexts = catalogue(
  'speed',
  {
    compared: '{{range}}, compared with {{period}}',
    subject: 'The speed of',
    requests: 'Requests',
    runs: 'Agent runs',
    models: 'Model calls',
    tools: 'Tools',
    splitBy: 'Split by',
    by: 'by {{name}}',
    usualHint: 'The band behind a line is what is usual at that hour, told by the weeks or days before.',
    waiting: 'Waiting',
    waitingHint:
      'Until the first model call: everything a request does before it asks a model. In queue: what model servers and workers report of it (gen_ai.latency.time_in_queue, pharos.queue_ms).',
    route: 'Route',
    region: 'Region',
  },
  {
    compared: '{{range}}，与{{period}}相比',
    subject: '查看对象',
    requests: '请求',
    runs: '智能体运行',
    models: '模型调用',
    tools: '工具',
    splitBy: '拆分维度',
    by: '按{{name}}',
    usualHint: '折线背后的色带是该时段的常态范围，由前几周或前几天的同一时段得出。',
    waiting: '等待',
    waitingHint:
      '首次模型调用等待：请求在询问模型之前所做的一切。排队时间：由模型服务和工作进程上报（gen_ai.latency.time_in_queue、pharos.queue_ms）。',
    route: '路由',
    region: '地域',
  },
);
