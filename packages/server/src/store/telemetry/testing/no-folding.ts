import { estimateTokens } from '@pharos/core/tokens/estimate';
import type { Folding } from '../writer.ts';

/** No span has a price, and a token is four characters: for tests that are about neither. */
export const NO_FOLDING: Folding = {
  reprice: async () => undefined,
  estimate: async (calls) =>
    calls.map((call) => estimateTokens(call, () => (text) => Math.ceil(text.length / 4))),
};
