import type { WhatIfRequest } from '@pharos/core/api/what-if';
import { nearestNames } from '@pharos/core/nearest-names';
import { listPrices, type PriceBook } from '@pharos/core/pricing/price-book';
import { ApiError } from '../../errors.ts';

const SUGGESTED = 5;

/** @throws ApiError when a scenario moves calls to a model that has no price at the end of the range, with names that may be meant. */
export function refuseUnknownModels({ scenarios, to }: WhatIfRequest, book: PriceBook): void {
  const atNs = BigInt(Date.parse(to)) * 1_000_000n;
  for (const [scenario, { changes }] of scenarios.entries()) {
    for (const [change, one] of changes.entries()) {
      if (one.kind !== 'model' || book.find(one.to.provider, one.to.model, atNs)) continue;
      const { provider, model } = one.to;
      const names = listPrices(book, atNs).map((price) => price.model);
      const nearest = nearestNames(model, names, SUGGESTED);
      const named = provider === '' ? `"${model}"` : `"${model}" of "${provider}"`;
      throw new ApiError('invalid_request', {
        message: `No price is known of ${named}.${nearest.length > 0 ? ` Did you mean ${nearest.join(', ')}?` : ''}`,
        details: [{ path: ['scenarios', scenario, 'changes', change, 'to', 'model'], nearest }],
      });
    }
  }
}
