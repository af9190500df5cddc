import type { Clock } from '@pharos/core/time';
import type { Ids } from '../ids.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import type { AuthParts } from './auth.ts';

/** What the slices that manage accounts and projects are built from. */
export interface Parts extends AuthParts {
  clock: Clock;
  ids: Ids;
  attempts: AttemptLimit;
  /** Where browsers reach this server; no slash at the end. */
  publicUrl: string;
}
