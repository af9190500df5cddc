import { catalogue } from '../../../i18n/i18n.ts';

/** Words of what changed at an incident. */
export const changedTexts = catalogue(
  'whatChanged',
  {
    title: 'What changed',
    compared:
      'Compared with {{from}} to {{to}}. Who explains more than their size lets one expect comes first.',
    nothing: 'No value of any dimension explains more of the change than its size lets one expect.',
    new: 'new',
    alsoSame: 'the same rows have {{others}}',
    explains: 'explains {{share}}',
    traces: 'Traces of {{name}}',
  },
  {
    title: '变化原因',
    compared: '与 {{from}} 至 {{to}} 对比。解释力超出自身占比越多，排名越靠前。',
    nothing: '没有哪个维度的值对这次变化的解释超出其自身占比。',
    new: '新出现',
    alsoSame: '相同的数据还有 {{others}}',
    explains: '解释 {{share}}',
    traces: '{{name}} 的调用链',
  },
);
