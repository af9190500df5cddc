import type { Rates } from '../pricing/rates.ts';
import { rateAt } from '../pricing/rates.ts';
import type { UsageBucket } from '../usage.ts';

/** How long a provider keeps a prefix after it was last used, where nobody pays for longer. */
export const CACHE_LIFETIME_MS = 300_000;

/** How prefixes come into a provider's cache: by themselves, or where the caller marks their end. */
export type CachingStyle = 'automatic' | 'marked';

interface CachingTerms {
  models: RegExp;
  /** A shorter prefix is not cached. */
  leastTokens: number;
  style: CachingStyle;
}

/**
 * By the providers' documentation of prompt caching; the first that fits a model. What reading and writing costs is in the
 * price book.
 */
const TERMS: readonly CachingTerms[] = [
  { models: /haiku-4|opus-4-[5-9]/, leastTokens: 4_096, style: 'marked' },
  { models: /haiku/, leastTokens: 2_048, style: 'marked' },
  { models: /claude/, leastTokens: 1_024, style: 'marked' },
  { models: /gemini.*pro/, leastTokens: 4_096, style: 'automatic' },
  { models: /deepseek/, leastTokens: 64, style: 'automatic' },
];
const USUAL: Omit<CachingTerms, 'models'> = { leastTokens: 1_024, style: 'automatic' };

export const cachingTerms = (model: string): Omit<CachingTerms, 'models'> =>
  TERMS.find(({ models }) => models.test(model.toLowerCase())) ?? USUAL;

const FEMTO_PER_PICO = 1_000n;

/** What so many tokens of a bucket cost, in 10^-12 USD, in calls with about so many tokens of input; 0 without a price. */
export function charge(rates: Rates, bucket: UsageBucket, tokens: number, inputOfCall: number): bigint {
  const rate = rates.get(bucket);
  if (!rate) return 0n;
  return (
    (rateAt(rate, inputOfCall).femto * BigInt(Math.round(tokens)) + FEMTO_PER_PICO / 2n) / FEMTO_PER_PICO
  );
}

/** What is saved when so many tokens are read from a cache and not sent in full, less what writing those costs more than sending them. */
export function savedByCaching(
  rates: Rates,
  { read, written }: { read: number; written: number },
  inputOfCall: number,
): bigint {
  const cost = (bucket: UsageBucket, tokens: number) => charge(rates, bucket, tokens, inputOfCall);
  return (
    cost('input', read) - cost('cachedRead', read) - (cost('cacheWrite', written) - cost('input', written))
  );
}
