import type { WhatIfRequest } from '@pharos/core/api/what-if';
import { ApiError } from '../../errors.ts';

const HOUR = 3_600;
const DAY = 86_400;
const LONGEST_BY_HOUR_MS = 3 * DAY * 1000;
const MAX_PARTS = 2_000;

/** The stretches of a range, in UTC: hours up to three days, else days, since prices have days from which they hold. */
export function partsOf({ from, to }: Pick<WhatIfRequest, 'from' | 'to'>): {
  parts: string[];
  partSeconds: number;
} {
  const [first, last] = [Date.parse(from), Date.parse(to) - 1];
  if (first > last) throw new ApiError('invalid_request', { message: '`from` must be before `to`.' });
  const partSeconds = last - first < LONGEST_BY_HOUR_MS ? HOUR : DAY;
  const width = partSeconds * 1000;
  const start = Math.floor(first / width);
  const count = Math.floor(last / width) - start + 1;
  if (count > MAX_PARTS) {
    throw new ApiError('invalid_request', { message: `A range is at most ${MAX_PARTS} days long.` });
  }
  const parts = Array.from({ length: count }, (_, i) => new Date((start + i) * width).toISOString());
  return { parts, partSeconds };
}
