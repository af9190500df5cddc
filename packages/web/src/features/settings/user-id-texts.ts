import { catalogue } from '../../i18n/i18n.ts';

export const userIdTexts = catalogue(
  'user-ids',
  {
    title: 'User ids',
    hint: 'As pseudonyms, users are still told apart, counted and held to their quotas, and nobody who looks at this project sees who they are. What is stored already stays as it is.',
    pseudonymous: 'Keep pseudonyms in place of user ids',
    on: 'Each id becomes a code (pu-…) that only a secret of this project leads to, before anything is stored.',
    off: 'Ids are kept as applications send them.',
    denied: 'Only owners and admins of the project see and change it.',
    quotas: 'Quotas for one user and saved filters name the pseudonym from then on.',
  },
  {
    title: '用户 ID',
    hint: '使用化名后，仍可区分、统计用户并执行其配额，但查看此项目的人无法得知其身份。已存储的数据保持不变。',
    pseudonymous: '以化名代替用户 ID 存储',
    on: '每个 ID 在存储前都会变为代码（pu-…），只能通过本项目的密钥得出。',
    off: 'ID 按应用上报的原样保存。',
    denied: '只有项目的所有者和管理员可以查看和更改。',
    quotas: '此后，针对单个用户的配额和已保存的筛选条件须使用化名。',
  },
);
