import type { Answer } from '@pharos/core/question';

/** Calls of a model that no price is known for, of all its calls. */
export interface Unpriced {
  model: string;
  provider: string;
  calls: number;
  of: number;
}

/** The models without a price out of an answer by model and provider; the most called first. */
export const unpricedOf = ({ series }: Answer): Unpriced[] =>
  series
    .filter(({ other }) => !other)
    .map(({ group: [model = '', provider = ''], totals }) => ({
      ...{ model, provider },
      calls: totals.unpricedCalls ?? 0,
      of: totals.modelCalls ?? 0,
    }))
    .filter(({ calls }) => calls > 0)
    .sort((a, b) => b.calls - a.calls);
