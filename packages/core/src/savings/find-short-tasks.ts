import { parseDecimal } from '../pricing/decimal.ts';
import { charge } from './caching.ts';
import { smallerModel } from './smaller-models.ts';
import { type Detector, placeName, subjectOf } from './suggestion.ts';

/** What a short task asks and answers at most, in tokens. The first is less than any provider caches for a model that is dear. */
export const SHORT_PROMPT_TOKENS = 1_000;
export const SHORT_OUTPUT_TOKENS = 300;
const LEAST_CALLS = 50;

/** Large models on short tasks: what the short calls cost, less what the same tokens cost at the next smaller model of that maker. */
export const shortTasks: Detector<'profile'> = {
  name: 'shortTasks',
  needs: ['profile'],
  find: ({ profile }, { book, atNs }) =>
    profile.flatMap((place) => {
      const { short, provider, model } = place;
      const smaller = smallerModel(model);
      const rates = smaller === undefined ? undefined : book.find(provider, smaller, atNs)?.rates;
      if (smaller === undefined || !rates || short.calls < LEAST_CALLS) return [];
      const size = (short.input + short.cachedRead + short.cacheWrite) / short.calls;
      const spent = parseDecimal(short.cost) ?? 0n;
      const instead = (['input', 'cachedRead', 'cacheWrite', 'output'] as const)
        .map((bucket) => charge(rates, bucket, short[bucket], size))
        .reduce((sum, each) => sum + each, 0n);
      return {
        subject: subjectOf(place, { smaller }),
        money: spent - instead,
        spent,
        certainty: 'toTest' as const,
        variant: '',
        figures: {
          place: { text: placeName(place) },
          model: { text: model },
          smaller: { text: smaller },
          calls: { count: short.calls },
          share: { share: short.calls / place.calls },
          prompt: { count: Math.round(size) },
          output: { count: Math.round(short.output / short.calls) },
        },
        traces: short.traces,
        weight: Number(short.cost),
        // Too short to be cached, so nothing else would save the same.
        overlap: '',
      };
    }),
};
