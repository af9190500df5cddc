import { textAt } from '../attributes.ts';
import type { Attributes } from '../span.ts';
import type { PricedUnit } from './catalogue.ts';
import { CORRECTED_TIERS } from './corrections.ts';
import { LISTED_TIERS } from './generated/service-tiers.ts';
import { spellings } from './names.ts';
import { type Proportion, proportion, type Rates, scaledRates } from './rates.ts';
import type { ServiceTier } from './tiers.ts';

/**
 * What a list of prices says of a model at other tiers than the standard one: for a bucket the price at that tier and the
 * standard one in the same list. Their proportion is what counts: it outlives a change of the price. Buckets that are not
 * listed change as `input` does.
 */
export type ListedTiers = Partial<
  Record<Exclude<ServiceTier, 'standard'>, Partial<Record<PricedUnit, [tier: string, standard: string]>>>
>;

/** Where SDKs tell the tier. What was answered with comes before what was asked for, which the provider may not have had. */
const NAMES = [
  'pharos.service_tier',
  'gen_ai.response.service_tier',
  'openai.response.service_tier',
  'gen_ai.openai.response.service_tier',
  'anthropic.response.service_tier',
  'llm.response.service_tier',
  'gen_ai.request.service_tier',
  'openai.request.service_tier',
  'gen_ai.openai.request.service_tier',
  'llm.request.service_tier',
] as const;

const MEANT: Readonly<Record<string, ServiceTier>> = {
  batch: 'batch',
  flex: 'flex',
  priority: 'priority',
};

/** The tier that a call was answered at: the standard one unless its attributes say otherwise. */
export function serviceTierOf(attributes: Attributes): ServiceTier {
  for (const name of NAMES) {
    const told = textAt(attributes, name);
    if (told !== undefined) return MEANT[told.toLowerCase()] ?? 'standard';
  }
  return 'standard';
}

/**
 * What providers take off for every model where no list says it model by model: half the price for a batch.
 * OpenAI, Anthropic, Google, Mistral, Groq, Together, Fireworks and Alibaba say so on their pages about batches.
 */
const HALF = proportion(1, 2);
const BATCH_AT_HALF: ReadonlySet<string> = new Set([
  'openai',
  'azure',
  'anthropic',
  'google',
  'aws',
  'mistral',
  'groq',
  'together',
  'fireworks',
  'alibaba',
]);

const shareOf = ([tier, standard]: readonly [string, string] = ['1', '1']): Proportion =>
  proportion(tier, standard);

/**
 * The rates of a model at a tier; undefined where the provider's price for it is not known, which is no reason to
 * believe that it is the standard one. Priority of Anthropic is paid in advance and is charged as the standard tier.
 */
export function ratesAtTier(
  rates: Rates,
  tier: ServiceTier,
  { provider, model }: { provider: string; model: string },
): Rates | undefined {
  if (tier === 'standard') return rates;
  for (const name of spellings(model.toLowerCase())) {
    const listed = CORRECTED_TIERS[name]?.[tier] ?? LISTED_TIERS[name]?.[tier];
    if (listed) return scaledRates(rates, (unit) => shareOf(listed[unit] ?? listed.input));
  }
  if (tier === 'batch' && BATCH_AT_HALF.has(provider)) return scaledRates(rates, () => HALF);
  if (tier === 'priority' && provider === 'anthropic') return rates;
  return undefined;
}
