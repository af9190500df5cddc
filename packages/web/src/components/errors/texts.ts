import { catalogue } from '../../i18n/i18n.ts';

/** Words for an error and how it stands. */
export const errorWords = catalogue(
  'errorWords',
  {
    new: 'new',
    ongoing: 'ongoing',
    resolved: 'resolved',
    regressed: 'came back',
    noMessage: 'no message',
  },
  {
    new: '新出现',
    ongoing: '持续',
    resolved: '已解决',
    regressed: '再次出现',
    noMessage: '无消息',
  },
);
