import type { Span } from '../span.ts';
import { USAGE_BUCKETS, type Usage } from '../usage.ts';
import type { Cost } from './cost.ts';
import { formatDecimal, formatSafeDecimal, parseDecimal } from './decimal.ts';
import type { AppliedPrice, PriceBook } from './price-book.ts';
import { type Each, inputTokens, type Rates, rateAt, requestRate } from './rates.ts';
import { regionOf } from './region.ts';
import { serviceTierOf } from './service-tier.ts';

/** A client's claim beyond this is not believed (a hostile or broken number), USD scaled by 10^12. */
const LARGEST_CLAIM = 10n ** 18n;

/**
 * A running sum in units of 10^-12 USD: whole numbers while they are safe, bigint beyond, so it is always exact and
 * nearly always quick.
 */
class Sum {
  #safe = 0;
  #large = 0n;

  /** Adds that many at that price and returns the amount as text. */
  add({ femto, pico }: Each, count: number): string {
    const units = pico * count;
    if (Number.isSafeInteger(units + this.#safe)) {
      this.#safe += units;
      return formatSafeDecimal(units);
    }
    const large = (femto * BigInt(count) + 500n) / 1000n;
    this.#large += large;
    return formatDecimal(large);
  }

  toString(): string {
    return this.#large === 0n
      ? formatSafeDecimal(this.#safe)
      : formatDecimal(this.#large + BigInt(this.#safe));
  }
}

/** Buckets of the prompt that a cache makes cheaper, or dearer where it is written. */
const CACHED = ['cachedRead', 'cacheWrite', 'cacheWrite1h'] as const;

/** See {@link Cost.cacheSaved}. */
function cacheSaved(usage: Usage, rates: Rates, input: number): string | undefined {
  const plain = rates.get('input');
  if (!plain) return undefined;
  const { femto } = rateAt(plain, input);
  let saved: bigint | undefined;
  for (const bucket of CACHED) {
    const tokens = usage[bucket];
    const rate = tokens ? rates.get(bucket) : undefined;
    if (tokens && rate) saved = (saved ?? 0n) + (femto - rateAt(rate, input).femto) * BigInt(tokens);
  }
  return saved === undefined ? undefined : formatDecimal(saved / 1000n);
}

/** Only a total was reported: that is the input where the price knows no output (embeddings), else it cannot be split. */
function withBuckets(usage: Usage, rates: Rates): Usage | undefined {
  for (const bucket of USAGE_BUCKETS) if (usage[bucket] !== undefined) return usage;
  return rates.has('output') ? undefined : { input: usage.total, total: usage.total };
}

/**
 * What the usage costs at that price, bucket by bucket; the buckets sum to `total` exactly. Undefined when a bucket
 * holds tokens that this price cannot charge, so that a cost is never too low by silence.
 */
export function priceUsage(usage: Usage, price: AppliedPrice): Cost | undefined {
  const { rates } = price;
  const counts = withBuckets(usage, rates);
  if (!counts) return undefined;
  const input = inputTokens(counts);
  const sum = new Sum();
  const cost: Cost = { total: '0', currency: price.currency, priceId: price.id, priceVersion: price.version };
  for (const bucket of USAGE_BUCKETS) {
    const tokens = counts[bucket];
    if (tokens === undefined) continue;
    if (tokens === 0) {
      cost[bucket] = '0';
      continue;
    }
    const rate = rates.get(bucket);
    if (!rate || !Number.isSafeInteger(tokens)) return undefined;
    cost[bucket] = sum.add(rateAt(rate, input), tokens);
  }
  const request = requestRate(rates, (counts.searchUnits ?? 0) > 0);
  if (request) cost.request = sum.add(rateAt(request, input), 1);
  cost.total = sum.toString();
  const saved = cacheSaved(counts, rates, input);
  if (saved !== undefined) cost.cacheSaved = saved;
  return cost;
}

function clientCost(text: string): Cost | undefined {
  const total = parseDecimal(text);
  if (total === undefined || total < 0n || total > LARGEST_CLAIM) return undefined;
  return { total: formatDecimal(total), currency: 'USD', priceId: 'client', priceVersion: '' };
}

/**
 * The cost of a span in USD: what the client reported if it did, else its usage at the price of the model that
 * answered (or was asked for) when it started. Undefined when the price is unknown.
 */
export function priceSpan(span: Span, prices: PriceBook): Span['cost'] {
  if (span.clientCost !== undefined) {
    const claimed = clientCost(span.clientCost);
    if (claimed) return claimed;
  }
  if (!span.usage) return undefined;
  const tier = serviceTierOf(span.attributes);
  const region = regionOf(span);
  const priceOf = (model: string) => prices.find(span.provider, model, span.startNs, tier, region);
  const price =
    priceOf(span.model) ?? (span.requestModel === span.model ? undefined : priceOf(span.requestModel));
  return price && priceUsage(span.usage, price);
}
