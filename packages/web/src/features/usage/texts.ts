import { catalogue } from '../../i18n/i18n.ts';

/** Words of the page around its parts; each part has its own. */
export const usageTexts = catalogue(
  'usage',
  {
    title: 'Usage & cost',
    cost: 'Cost & tokens',
    whatIf: 'What-if',
    savings: 'Savings',
    reconcile: 'Reconcile',
  },
  {
    title: '用量与成本',
    cost: '成本与 Token',
    whatIf: '假设分析',
    savings: '节省',
    reconcile: '对账',
  },
);
