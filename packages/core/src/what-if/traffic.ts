import type { CostBucket, WhichCalls } from '../api/what-if.ts';
import type { AppliedPrice, PriceBook } from '../pricing/price-book.ts';
import type { Region } from '../pricing/region.ts';
import type { ServiceTier } from '../pricing/tiers.ts';
import type { UsageBucket } from '../usage.ts';
import { type Fraction, WHOLE } from './fraction.ts';

/** `total` is of calls that reported nothing else. */
export type TokenBucket = UsageBucket | 'total';
export type Tokens = ReadonlyMap<TokenBucket, bigint>;

/**
 * Calls that a price cannot tell apart: of one model and tier, on the same side of every bound of {@link priceBounds}. Sums
 * over them are therefore priced as each by itself would be.
 */
export interface CallGroup {
  /** The stretch of time in which they started, from 0; no longer than a day. */
  part: number;
  /** When one of them started. */
  startNs: bigint;
  provider: string;
  model: string;
  /** What was asked for, where that is something else. */
  requestModel: string;
  /** '' where agents do not matter. */
  agent: string;
  tier: ServiceTier;
  /** Where it ran, as far as that is told. */
  region: Region;
  /** How they came by their cost: by our prices, not at all, or told by the client. */
  priced: 'priced' | 'unpriced' | 'client';
  /** Tokens that went into the shortest of them. */
  prompt: number;
  calls: bigint;
  tokens: Tokens;
  /** Of all tokens, those that were estimated. */
  estimatedTokens: bigint;
  /** In 10^-12 USD. */
  cost: ReadonlyMap<CostBucket, bigint>;
}

/** Calls of a group as a scenario has them. */
export interface Flow {
  group: CallGroup;
  provider: string;
  model: string;
  requestModel: string;
  tier: ServiceTier;
  /** How much longer than measured what goes in is. */
  length: Fraction;
  /** A change made them something else than they were: the price list says what they cost. */
  touched: boolean;
  /** How many of the group's calls, in units of the traffic's scale. */
  share: bigint;
  /** What they use, in units of the traffic's scale. */
  tokens: Tokens;
}

/**
 * All calls. Parts of a call and of a token are whole numbers of 1/`scale`, the same for all, so that nothing is rounded
 * before the end and no way of grouping the calls changes a sum.
 */
export interface Traffic {
  flows: readonly Flow[];
  scale: bigint;
}

export const asMeasured = (groups: readonly CallGroup[]): Traffic => ({
  flows: groups.map((group) => {
    const { provider, model, requestModel, tier, tokens } = group;
    return {
      group,
      provider,
      model,
      requestModel,
      tier,
      length: WHOLE,
      touched: false,
      share: 1n,
      tokens,
    };
  }),
  scale: 1n,
});

/** So many times as much: all of it in units that are finer by that, or a part of it in units that are finer still. */
export const finer = (flow: Flow, by: bigint): Flow =>
  by === 1n ? flow : { ...flow, share: flow.share * by, tokens: eachTimes(flow.tokens, () => by) };

export const eachTimes = (tokens: Tokens, by: (bucket: TokenBucket) => bigint): Tokens =>
  new Map([...tokens].map(([bucket, amount]) => [bucket, amount * by(bucket)]));

export const isOf = ({ provider, model, agent }: WhichCalls, flow: Flow): boolean =>
  (provider === undefined || provider === flow.provider) &&
  (model === undefined || model === flow.model) &&
  (agent === undefined || agent === flow.group.agent);

/** By the model that answered, else by the one that was asked for, as spans are priced; another model runs in the same region. */
export function priceOf(
  prices: PriceBook,
  {
    provider,
    model,
    requestModel,
    tier,
    group,
  }: Pick<Flow, 'provider' | 'model' | 'requestModel' | 'tier' | 'group'>,
): AppliedPrice | undefined {
  const find = (name: string) => prices.find(provider, name, group.startNs, tier, group.region);
  return find(model) ?? (requestModel === '' || requestModel === model ? undefined : find(requestModel));
}

export const PROMPT_BUCKETS: ReadonlySet<string> = new Set<TokenBucket>([
  'input',
  'cachedRead',
  'cacheWrite',
  'cacheWrite1h',
  'inputAudio',
  'inputImage',
  'total',
]);
export const ANSWER_BUCKETS: ReadonlySet<TokenBucket> = new Set<TokenBucket>([
  'output',
  'reasoning',
  'outputAudio',
  'outputImage',
]);

/** Tokens of all these flows in any of these buckets. */
export function tokensIn(flows: readonly Flow[], buckets: Iterable<TokenBucket>): bigint {
  let sum = 0n;
  for (const bucket of buckets) for (const { tokens } of flows) sum += tokens.get(bucket) ?? 0n;
  return sum;
}
