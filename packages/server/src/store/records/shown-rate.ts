import type { ExchangeRate } from '@pharos/core/api/prices';
import { rateInForce } from '@pharos/core/pricing/display-currency';
import type { ProjectScope } from '../scope.ts';
import type { Records } from './tables.ts';

/** The project's rate of a currency at a moment, milliseconds since the epoch; null for dollars and where it has none. */
export async function shownRateOf(
  records: Records,
  project: ProjectScope,
  currency: string,
  atMs: number,
): Promise<ExchangeRate | null> {
  if (currency === 'USD') return null;
  const rates = await records
    .selectFrom('exchangeRates')
    .select(['currency', 'validFrom as from', 'usd'])
    .where('projectId', '=', project)
    .where('currency', '=', currency)
    .execute();
  return rateInForce(rates, currency, atMs) ?? null;
}
