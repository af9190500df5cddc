import type { KeyScope, Role } from '@pharos/core/api/accounts';

/**
 * What a route asks of its caller. There is no default: a route without it is refused at start.
 * `open`: nobody is asked; the complete list of such routes is http/open-routes.ts.
 * `signedIn`: any user or key. Else a key scope, and for users the least role in the project.
 */
export type Access = 'open' | 'signedIn' | { scope: KeyScope; role: Role };

export const mayIngest: Access = { scope: 'ingest', role: 'member' };
export const mayRead: Access = { scope: 'read', role: 'viewer' };
export const mayEdit: Access = { scope: 'admin', role: 'member' };
export const mayAdminister: Access = { scope: 'admin', role: 'admin' };
