import type { ApiSpan } from '@pharos/core/api/spans';
import { parseIfStructure } from '@pharos/core/attributes';
import { USAGE_BUCKETS, type UsageBucket } from '@pharos/core/usage';

/**
 * Langfuse's names of what the buckets count. Theirs are exclusive as well: `input` are the tokens that were neither
 * read from nor written to a cache, and all keys but `total` sum to it.
 */
const KEYS: Readonly<Record<UsageBucket, string>> = {
  input: 'input',
  cachedRead: 'input_cached_tokens',
  cacheWrite: 'input_cache_creation',
  cacheWrite1h: 'input_cache_creation_1h',
  inputAudio: 'input_audio_tokens',
  inputImage: 'input_image_tokens',
  output: 'output',
  reasoning: 'output_reasoning_tokens',
  outputAudio: 'output_audio_tokens',
  outputImage: 'output_image_tokens',
  searchUnits: 'search_units',
};

type Details = Record<string, number>;
const sumOf = (details: Details, side: 'input' | 'output'): number =>
  Object.entries(details).reduce((sum, [key, count]) => (key.startsWith(side) ? sum + count : sum), 0);

function detailsOf(
  buckets: Readonly<{ [Bucket in UsageBucket]?: number | string | undefined }>,
  total: number | string,
): Details {
  const details = USAGE_BUCKETS.flatMap((bucket): [string, number][] => {
    const value = buckets[bucket];
    return value === undefined ? [] : [[KEYS[bucket], Number(value)]];
  });
  return { ...Object.fromEntries(details), total: Number(total) };
}

/** Costs that the client itself told, by its own keys; they hold whatever a price says. */
function toldCosts({ attributes }: Pick<ApiSpan, 'attributes'>): Details {
  const told = attributes['langfuse.observation.cost_details'];
  const details = typeof told === 'string' ? parseIfStructure(told) : told;
  if (typeof details !== 'object' || details === null) return {};
  return Object.fromEntries(Object.entries(details).filter(([, cost]) => typeof cost === 'number'));
}

const sideOf = (details: Details, side: 'input' | 'output'): number | null =>
  Object.keys(details).some((key) => key.startsWith(side)) ? sumOf(details, side) : null;

/**
 * What an observation used and cost, as details and in the older sums of input and output. What only repeats the usage of
 * its children has none, so that observations add up; an unknown price shows as no cost.
 */
export function usageView(span: Pick<ApiSpan, 'usage' | 'cost' | 'attributes'>) {
  const { usage, cost } = span;
  const isCounted = usage?.counted ?? true;
  const usageDetails = usage && isCounted ? detailsOf(usage, usage.total) : {};
  const costDetails = cost?.priced && isCounted ? costsOf(span, cost) : {};
  const costs = {
    inputCost: sideOf(costDetails, 'input'),
    outputCost: sideOf(costDetails, 'output'),
    totalCost: costDetails.total ?? null,
  };
  return {
    usage: {
      input: sumOf(usageDetails, 'input'),
      output: sumOf(usageDetails, 'output'),
      total: usageDetails.total ?? 0,
      unit: 'TOKENS',
      ...Object.fromEntries(Object.entries(costs).filter(([, amount]) => amount !== null)),
    },
    usageDetails,
    costDetails,
    totalCost: costs.totalCost,
    calculatedInputCost: costs.inputCost,
    calculatedOutputCost: costs.outputCost,
    calculatedTotalCost: costs.totalCost,
  };
}

const costsOf = (span: Pick<ApiSpan, 'attributes'>, cost: NonNullable<ApiSpan['cost']>): Details => ({
  ...toldCosts(span),
  ...(cost.request !== undefined && { request: Number(cost.request) }),
  ...detailsOf(cost, cost.total),
});
