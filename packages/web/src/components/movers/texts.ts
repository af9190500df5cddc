import { catalogue } from '../../i18n/i18n.ts';

/** Words for what made the difference to the period before. */
export const moverWords = catalogue(
  'moverWords',
  {
    changedBy: '{{change}} against {{period}}:',
    new: 'new',
    gone: 'gone',
    volumeUp: 'more calls',
    volumeDown: 'fewer calls',
    tokensPerRequestUp: 'longer calls',
    tokensPerRequestDown: 'shorter calls',
    pricePerTokenUp: 'dearer tokens',
    pricePerTokenDown: 'cheaper tokens',
  },
  {
    changedBy: '对比{{period}} {{change}}：',
    new: '新增',
    gone: '消失',
    volumeUp: '调用增多',
    volumeDown: '调用减少',
    tokensPerRequestUp: '调用变长',
    tokensPerRequestDown: '调用变短',
    pricePerTokenUp: '单价上升',
    pricePerTokenDown: '单价下降',
  },
);
