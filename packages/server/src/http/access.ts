import type { KeyScope, Role } from '@pharos/core/api/accounts';

/**
 * What a route asks of its caller. There is no default: a route without it is refused at start.
 * `open`: nobody is asked; the complete list of such routes is http/open-routes.ts.
 * `signedIn`: any user or key. `user`: any user, no key.
 * Else the right to one project: a key's scope (null: no key may), and for users the least role in the project.
 */
export type Access = 'open' | 'signedIn' | 'user' | ProjectAccess;
export interface ProjectAccess {
  scope: KeyScope | null;
  role: Role;
}

export const mayIngest: ProjectAccess = { scope: 'ingest', role: 'member' };
export const mayRead: ProjectAccess = { scope: 'read', role: 'viewer' };
export const mayEdit: ProjectAccess = { scope: 'admin', role: 'member' };
export const mayAdminister: ProjectAccess = { scope: 'admin', role: 'admin' };
/** What belongs to a person within a project, such as saved views. */
export const mayReadInPerson: ProjectAccess = { scope: null, role: 'viewer' };
export const mayOwn: ProjectAccess = { scope: null, role: 'owner' };

/** What a role may do in its project: each may do all that those before it may. */
export const ROLE_RIGHTS: readonly { role: Role; may: string }[] = [
  { role: 'viewer', may: 'see everything in the project, keep own saved views' },
  { role: 'member', may: 'change content: prices, prompts, dashboards, scores' },
  { role: 'admin', may: 'manage keys, members and invitations, rename the project' },
  { role: 'owner', may: 'delete the project, make and unmake owners' },
];

const RANK = new Map(ROLE_RIGHTS.map(({ role }, rank) => [role, rank]));
const rank = (role: Role): number => RANK.get(role) ?? -1;

/** Whether a role includes another's rights. */
export const atLeast = (role: Role, least: Role): boolean => rank(role) >= rank(least);

/** A key of scope `admin` may do what `read` and `ingest` may. */
export const grants = (scopes: readonly KeyScope[], needed: KeyScope): boolean =>
  scopes.includes(needed) || scopes.includes('admin');

/** The role a key acts in: what it changes must not exceed what an admin may. */
export const roleOfKey = (scopes: readonly KeyScope[]): Role =>
  scopes.includes('admin') ? 'admin' : scopes.includes('ingest') ? 'member' : 'viewer';
