import { createHash } from 'node:crypto';
import { errorIdentity, errorKey } from '@pharos/core/errors/identity';
import type { Span } from '@pharos/core/span';

/** The id of the error that a failed step is an occurrence of, 16 hex digits; '' for one that did not fail. */
export function errorGroupOf(span: Span): string {
  const identity = errorIdentity(span);
  return identity ? createHash('sha256').update(errorKey(identity)).digest('hex').slice(0, 16) : '';
}
