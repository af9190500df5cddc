import type { UserSummary } from '@pharos/core/api/spans';
import type { Grouping } from './group-list.ts';

export const USERS: Grouping<{ sessionCount: number }, UserSummary> = {
  key: 'user_id',
  extra: `toUInt32(uniqExactIf(session_id, session_id != '')) AS sessionCount`,
  itemOf: ({ id, ...facts }, { sessionCount }) => ({ userId: id, ...facts, sessionCount }),
};
