import { createHash } from 'node:crypto';
import { type ErrorIdentity, errorKey } from '@pharos/core/errors/identity';

/** The id of an error, 16 hex digits; '' where there is none. */
export const errorGroupOf = (error: ErrorIdentity | undefined): string =>
  error ? createHash('sha256').update(errorKey(error)).digest('hex').slice(0, 16) : '';
