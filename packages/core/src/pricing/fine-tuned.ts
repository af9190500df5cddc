import type { ModelLine, Period } from './catalogue.ts';

/**
 * What OpenAI charges for calls of models that were fine-tuned there, as github.com/BerriAI/litellm lists it
 * (model_prices_and_context_window.json, `ft:`). The price goes by the base, which stands second in the name:
 * `ft:gpt-4.1-mini-2025-04-14:shop:returns:a1`.
 */
export const FINE_TUNED_PRICES: readonly ModelLine[] = [
  of('gpt-4.1-20', { input: '3', cachedRead: '0.75', output: '12' }),
  of('gpt-4.1-mini-20', { input: '0.8', cachedRead: '0.2', output: '3.2' }),
  of('gpt-4.1-nano-20', { input: '0.2', cachedRead: '0.05', output: '0.8' }),
  of('gpt-4o-20', { input: '3.75', cachedRead: '1.875', output: '15' }),
  of('gpt-4o-mini-20', { input: '0.3', cachedRead: '0.15', output: '1.2' }),
  of('o4-mini-20', { input: '4', cachedRead: '1', output: '16' }),
  of('davinci-002:', { input: '12', output: '12' }),
  of('babbage-002:', { input: '1.6', output: '1.6' }),
];

/** A name is known by what it begins with: a new edition of a base counts as the base, a new base has no price. */
function of(beginning: string, prices: Period): ModelLine {
  return {
    model: `ft:${beginning.replace(/-20$|:$/, '')}`,
    is: [['starts_with', `ft:${beginning}`]],
    prices: [prices],
  };
}
