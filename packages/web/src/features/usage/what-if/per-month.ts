import type { WhatIf } from '@pharos/core/api/what-if';
import { formatDecimal, parseDecimal } from '@pharos/core/pricing/decimal';

const MONTH_MS = 30n * 86_400_000n;

/** An amount of a range as it would be of 30 days that are all like its average, to the cent and below. */
export function perMonth(amount: string, { from, to }: Pick<WhatIf, 'from' | 'to'>): string {
  const rangeMs = BigInt(Math.max(1, Date.parse(to) - Date.parse(from)));
  return formatDecimal(((parseDecimal(amount) ?? 0n) * MONTH_MS) / rangeMs);
}
