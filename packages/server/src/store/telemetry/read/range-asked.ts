import type { TimeRange } from '@pharos/core/time';
import { ApiError } from '../../../errors.ts';
import type { PartAsked } from '../paged-contract.ts';
import { instant } from './instant.ts';
import { LAST_NS } from './sql.ts';

/** What is left open reaches to the end of time. */
export function rangeAsked({ from, to }: Pick<PartAsked, 'from' | 'to'>): TimeRange {
  const range = {
    fromNs: from === undefined ? 0n : instant(from),
    toNs: to === undefined ? LAST_NS : instant(to),
  };
  if (range.fromNs >= range.toNs) {
    throw new ApiError('invalid_request', { message: 'The start of the range must be before its end.' });
  }
  return range;
}
