import { parseDecimal } from '../pricing/decimal.ts';
import { placeKey } from './facts.ts';
import { type Detector, placeName, subjectOf } from './suggestion.ts';

/** Fewer calls, in either period, do not tell; smaller growth is no finding. */
const LEAST_CALLS = 30;
const LEAST_GROWTH = 0.2;
const LEAST_TOKENS = 100;

/** Prompts that grew: the growth of the median against the period before, for every call, at what a token of these prompts cost. */
export const grownPrompts: Detector<'growth' | 'profile'> = {
  name: 'grownPrompts',
  needs: ['growth', 'profile'],
  find({ growth, profile }) {
    const all = new Map(profile.map((place) => [placeKey(place), place]));
    return growth.flatMap((place) => {
      const calls = all.get(placeKey(place));
      const { promptTokens: now, promptTokensBefore: before } = place;
      const grown = now - before;
      const isCertain = Math.min(place.calls, place.callsBefore) >= LEAST_CALLS;
      if (!calls || !isCertain || grown < LEAST_TOKENS || grown < LEAST_GROWTH * before) return [];
      const spent = parseDecimal(calls.promptCost) ?? 0n;
      const tokens = BigInt(Math.round(grown)) * BigInt(calls.calls);
      // A few huge prompts may make the median's growth more than there was.
      const money = (spent * tokens) / BigInt(Math.max(1, calls.promptTokens));
      const { version, versionBefore } = place;
      return {
        subject: subjectOf(place),
        money: money < spent ? money : spent,
        spent,
        certainty: 'estimated' as const,
        variant: version !== versionBefore && version !== '' && versionBefore !== '' ? 'version' : '',
        figures: {
          place: { text: placeName(place) },
          model: { text: place.model },
          now: { count: now },
          before: { count: before },
          growth: { share: grown / Math.max(1, before) },
          calls: { count: calls.calls },
          version: { text: version },
          versionBefore: { text: versionBefore },
        },
        traces: place.traces,
        weight: calls.promptTokens,
        overlap: placeKey(place),
      };
    });
  },
};
