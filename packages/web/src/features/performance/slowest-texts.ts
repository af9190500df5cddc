import { catalogue } from '../../i18n/i18n.ts';

export const slowestTexts = catalogue(
  'slowestSteps',
  {
    slowest: 'Slowest steps',
    nothing: 'Nothing in this time range.',
    step: 'Step',
    where: 'Model or tool, agent',
    duration: 'Duration',
    firstToken: 'First token',
    at: 'Started',
  },
  {
    slowest: '最慢的步骤',
    nothing: '该时间范围内没有数据。',
    step: '步骤',
    where: '模型或工具、智能体',
    duration: '耗时',
    firstToken: '首 Token',
    at: '开始时间',
  },
);
