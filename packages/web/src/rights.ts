import type { Role } from '@pharos/core/api/accounts';

const RANK: Record<Role, number> = { viewer: 0, member: 1, admin: 2, owner: 3 };

/** Whether a role includes another's rights. While the role is unknown nothing is hidden: the server decides. */
export const atLeast = (role: Role | undefined, least: Role): boolean =>
  role === undefined || RANK[role] >= RANK[least];
