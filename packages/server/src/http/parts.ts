import type { Clock } from '@pharos/core/time';
import type { Ids } from '../ids.ts';
import type { AuthParts } from './auth.ts';

/** What the slices that manage accounts and projects are built from. */
export interface Parts extends AuthParts {
  clock: Clock;
  ids: Ids;
  /** Where browsers reach this server; no slash at the end. */
  publicUrl: string;
}
