import type { PriceOverride } from '@pharos/core/api/accounts';
import type { Records } from '../../store/records/tables.ts';

const BUCKETS = ['input', 'cachedRead', 'cacheWrite', 'output'] as const;

/** A project's own prices, in order of model. */
export async function overridesOf(records: Records, projectId: string): Promise<PriceOverride[]> {
  const rows = await records
    .selectFrom('priceOverrides')
    .selectAll()
    .where('projectId', '=', projectId)
    .orderBy('model')
    .orderBy('provider')
    .execute();
  return rows.map(({ model, provider, ...row }) => ({
    model,
    provider,
    ...Object.fromEntries(BUCKETS.flatMap((name) => (row[name] === null ? [] : [[name, row[name]]]))),
  }));
}

/** Sets the price of a model, in whole: buckets that are left out have none. */
export async function putOverride(
  records: Records,
  id: string,
  projectId: string,
  { model, provider, ...given }: PriceOverride,
  updatedAt: Date,
): Promise<void> {
  const price = {
    input: given.input ?? null,
    cachedRead: given.cachedRead ?? null,
    cacheWrite: given.cacheWrite ?? null,
    output: given.output ?? null,
    updatedAt,
  };
  await records
    .insertInto('priceOverrides')
    .values({ id, projectId, model, provider, ...price })
    .onConflict((conflict) => conflict.columns(['projectId', 'provider', 'model']).doUpdateSet(price))
    .execute();
}

/** False when the project has no price of its own for the model. */
export async function deleteOverride(
  records: Records,
  projectId: string,
  model: string,
  provider: string,
): Promise<boolean> {
  const result = await records
    .deleteFrom('priceOverrides')
    .where('projectId', '=', projectId)
    .where('model', '=', model)
    .where('provider', '=', provider)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
