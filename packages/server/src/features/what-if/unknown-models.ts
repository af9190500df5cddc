import type { WhatIfRequest } from '@pharos/core/api/what-if';
import { nearestNames } from '@pharos/core/nearest-names';
import { listPrices, type PriceBook } from '@pharos/core/pricing/price-book';
import { ApiError } from '../../errors.ts';

const SUGGESTED = 5;

/**
 * @throws ApiError when a scenario moves calls to a model that is neither priced at the end of the range nor listed by that
 * name, with names that may be meant. One that is listed for some regions alone prices no call of others; its outcome says so.
 */
export function refuseUnknownModels({ scenarios, to }: WhatIfRequest, book: PriceBook): void {
  const atNs = BigInt(Date.parse(to)) * 1_000_000n;
  for (const [scenario, { changes }] of scenarios.entries()) {
    for (const [change, one] of changes.entries()) {
      if (one.kind !== 'model' || book.find(one.to.provider, one.to.model, atNs)) continue;
      const { provider, model } = one.to;
      const listed = listPrices(book, atNs);
      if (listed.some((price) => price.provider === provider && price.model === model)) continue;
      const nearest = nearestNames(
        model,
        listed.map((price) => price.model),
        SUGGESTED,
      );
      const named = provider === '' ? `"${model}"` : `"${model}" of "${provider}"`;
      throw new ApiError('invalid_request', {
        message: `No price is known of ${named}.${nearest.length > 0 ? ` Did you mean ${nearest.join(', ')}?` : ''}`,
        details: [{ path: ['scenarios', scenario, 'changes', change, 'to', 'model'], nearest }],
      });
    }
  }
}
