import { catalogue } from '../../../i18n/i18n.ts';

/** How rules and their groups stand. */
export const standingTexts = catalogue(
  'alertStanding',
  {
    ok: 'well',
    pending: 'pending',
    firing: 'firing',
    recovering: 'recovering',
    noData: 'no data',
    error: 'cannot be looked at',
    unseen: 'not looked at yet',
    nothing: 'nothing to look at',
  },
  {
    ok: '正常',
    pending: '待定',
    firing: '触发中',
    recovering: '恢复中',
    noData: '无数据',
    error: '无法检查',
    unseen: '尚未检查',
    nothing: '暂无可检查的对象',
  },
);
