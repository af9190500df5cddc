import { parseDecimal } from '../pricing/decimal.ts';
import { cachingTerms, savedByCaching } from './caching.ts';
import { placeKey } from './facts.ts';
import { type Detector, placeName, subjectOf } from './suggestion.ts';

/** Fewer calls in a sample say too little. */
const LEAST_SHARING = 20;

/**
 * Prefixes that would cache. The share of uncached input that a sample of calls could have read from a cache holds for all calls
 * of the place: those tokens at the price of input less that of a cached read, less what writing them costs.
 */
export const prefixes: Detector<'sample' | 'profile'> = {
  name: 'prefixes',
  needs: ['sample', 'profile'],
  find({ sample, profile }, { book, atNs }) {
    const all = new Map(profile.map((place) => [placeKey(place), place]));
    return sample.places.flatMap((place) => {
      const calls = all.get(placeKey(place));
      const rates = book.find(place.provider, place.model, atNs)?.rates;
      if (!calls || !rates || place.sharing < LEAST_SHARING || place.inputTokens === 0) return [];
      const scale = calls.inputTokens / place.inputTokens;
      const size = calls.promptTokens / calls.calls;
      const tokens = { read: place.uncachedTokens * scale, written: place.writeTokens * scale };
      return {
        subject: subjectOf(place),
        money: savedByCaching(rates, tokens, size),
        spent: parseDecimal(calls.promptCost) ?? 0n,
        certainty: 'estimated' as const,
        variant: cachingTerms(place.model).style,
        figures: {
          place: { text: placeName(place) },
          model: { text: place.model },
          sharing: { share: place.sharing / place.calls },
          calls: { count: calls.calls },
          tokens: { count: Math.round(place.prefixTokens / place.sharing) },
          uncached: { share: place.uncachedTokens / Math.max(1, place.prefixTokens) },
          sampled: { count: sample.calls },
          of: { count: sample.of },
        },
        traces: place.traces,
        weight: tokens.read,
        overlap: placeKey(place),
      };
    });
  },
};
