import type { ExchangeRate, OwnRates, PriceOverride } from '@pharos/core/api/prices';
import type { Records } from '../../store/records/tables.ts';

/** Of one project; what is beyond is refused. */
export const MOST_PRICES = 2_000;
export const MOST_EXCHANGE_RATES = 2_000;

/** Which price: of a model, from a day on. '' for all providers, everywhere, and for always. */
export interface WhichPrice {
  model: string;
  provider: string;
  region: string;
  from: string;
}

/** A project's own prices, in order of model and day. */
export async function overridesOf(records: Records, projectId: string): Promise<PriceOverride[]> {
  const rows = await records
    .selectFrom('priceOverrides')
    .selectAll()
    .where('projectId', '=', projectId)
    .orderBy('model')
    .orderBy('provider')
    .orderBy('region')
    .orderBy('validFrom')
    .execute();
  return rows.map(({ model, provider, region, validFrom, currency, rates, updatedAt }) => ({
    ...{ model, provider, currency, ...rates },
    ...(region === '' ? {} : { region }),
    ...(validFrom === '' ? {} : { from: validFrom }),
    updatedAt: updatedAt.toISOString(),
  }));
}

/** Sets the price of a model from a day on, in whole: buckets that are left out have none. False when there is no room. */
export async function putOverride(
  records: Records,
  id: string,
  projectId: string,
  {
    model,
    provider,
    region = '',
    from: validFrom = '',
    currency,
    ...rates
  }: Omit<PriceOverride, 'updatedAt'>,
  updatedAt: Date,
): Promise<boolean> {
  const price = { currency, rates: JSON.stringify(rates satisfies OwnRates), updatedAt };
  await records
    .insertInto('priceOverrides')
    .values({ id, projectId, model, provider, region, validFrom, ...price })
    .onConflict((conflict) =>
      conflict.columns(['projectId', 'provider', 'model', 'region', 'validFrom']).doUpdateSet(price),
    )
    .execute();
  return (await countOf(records, 'priceOverrides', projectId)) <= MOST_PRICES;
}

/** False when the project has no such price of its own. */
export async function deleteOverride(
  records: Records,
  projectId: string,
  { model, provider, region, from }: WhichPrice,
): Promise<boolean> {
  const result = await records
    .deleteFrom('priceOverrides')
    .where('projectId', '=', projectId)
    .where('model', '=', model)
    .where('provider', '=', provider)
    .where('region', '=', region)
    .where('validFrom', '=', from)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** What currencies are worth to a project, in order of currency and day. */
export async function exchangeRatesOf(records: Records, projectId: string): Promise<ExchangeRate[]> {
  const rows = await records
    .selectFrom('exchangeRates')
    .select(['currency', 'validFrom as from', 'usd'])
    .where('projectId', '=', projectId)
    .orderBy('currency')
    .orderBy('validFrom')
    .execute();
  return rows;
}

/** False when there is no room. */
export async function putExchangeRate(
  records: Records,
  projectId: string,
  { currency, from: validFrom, usd }: ExchangeRate,
  updatedAt: Date,
): Promise<boolean> {
  await records
    .insertInto('exchangeRates')
    .values({ projectId, currency, validFrom, usd, updatedAt })
    .onConflict((conflict) =>
      conflict.columns(['projectId', 'currency', 'validFrom']).doUpdateSet({ usd, updatedAt }),
    )
    .execute();
  return (await countOf(records, 'exchangeRates', projectId)) <= MOST_EXCHANGE_RATES;
}

/** False when the project knows of no such rate. */
export async function deleteExchangeRate(
  records: Records,
  projectId: string,
  currency: string,
  from: string,
): Promise<boolean> {
  const result = await records
    .deleteFrom('exchangeRates')
    .where('projectId', '=', projectId)
    .where('currency', '=', currency)
    .where('validFrom', '=', from)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

async function countOf(
  records: Records,
  table: 'priceOverrides' | 'exchangeRates',
  projectId: string,
): Promise<number> {
  const { count } = await records
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('projectId', '=', projectId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
