import type { ModelPrice } from '@pharos/core/api/prices';

/** What one provider sells, or, of '', what a project set a price for without saying whose it is. */
export interface PricedModels {
  provider: string;
  models: readonly ModelPrice[];
}

/** Families of models that somebody trained on: no call of one is priced by their name, unless a project does it itself. */
const FINE_TUNED = /^ft:/;

/**
 * Every model once with the price that holds for it on a day, ISO 8601, by who sells it: the project's own before that of
 * the catalogue, the latest that has begun, and one for everywhere before one for a region.
 */
export function pricedModels(prices: readonly ModelPrice[], day: string): PricedModels[] {
  const byProvider = new Map<string, Map<string, ModelPrice>>();
  for (const price of prices) {
    if (!isOwn(price) && FINE_TUNED.test(price.model)) continue;
    const models = byProvider.get(price.provider) ?? new Map<string, ModelPrice>();
    byProvider.set(price.provider, models);
    const known = models.get(price.model);
    if (!known || holdsBefore(price, known, day)) models.set(price.model, price);
  }
  return [...byProvider].map(([provider, models]) => ({ provider, models: [...models.values()] }));
}

/** Whether a price holds rather than another of the same model. */
function holdsBefore(a: ModelPrice, b: ModelPrice, day: string): boolean {
  const begun = ({ source, from = '' }: ModelPrice) => source === 'catalogue' || from <= day;
  for (const holds of [begun, isEverywhere, isOwn]) {
    if (holds(a) !== holds(b)) return holds(a);
  }
  return isOwn(a) && (a.from ?? '') > (b.from ?? '');
}

const isEverywhere = ({ region }: ModelPrice): boolean => !region;
const isOwn = ({ source }: ModelPrice): boolean => source === 'project';
