import { parseDecimal } from '../pricing/decimal.ts';
import { charge, savedByCaching } from './caching.ts';
import { placeKey } from './facts.ts';
import { type Detector, placeName, subjectOf } from './suggestion.ts';

const LEAST_CALLS = 20;

/**
 * Histories resent. What was sent again while a cache would hold it costs the price of input less that of a cached read, of which
 * is taken off what writing it costs more than sending it; what was sent again later than that costs the price of input, since a
 * summary could take its place.
 */
export const histories: Detector<'histories'> = {
  name: 'histories',
  needs: ['histories'],
  find: ({ histories: places }, { book, atNs }) =>
    places.flatMap((place) => {
      const rates = book.find(place.provider, place.model, atNs)?.rates;
      if (!rates || place.calls < LEAST_CALLS) return [];
      const size = place.promptTokens / place.calls;
      const caching = savedByCaching(rates, { read: place.soon, written: place.written }, size);
      // Where writing costs more than reading saves, nobody would cache.
      const cached = caching > 0n ? caching : 0n;
      const summarised = charge(rates, 'input', place.later, size);
      return {
        subject: subjectOf(place),
        money: cached + summarised,
        spent: parseDecimal(place.cost) ?? 0n,
        certainty: cached >= summarised ? ('estimated' as const) : ('toTest' as const),
        variant: cached >= summarised ? 'cache' : 'summarise',
        figures: {
          place: { text: placeName(place) },
          model: { text: place.model },
          calls: { count: place.calls },
          conversations: { count: place.conversations },
          resent: { share: (place.soon + place.later) / Math.max(1, place.promptTokens) },
          tokens: { count: place.soon + place.later },
        },
        traces: place.traces,
        weight: place.soon + place.later,
        overlap: placeKey(place),
      };
    }),
};
