import type { CostBucket, Left } from '../api/what-if.ts';
import type { PricedUnit } from '../pricing/catalogue.ts';
import type { AppliedPrice, PriceBook } from '../pricing/price-book.ts';
import { rateAt, requestRate } from '../pricing/rates.ts';
import type { UsageBucket } from '../usage.ts';
import { type CallGroup, type Flow, priceOf, type TokenBucket } from './traffic.ts';

/** By bucket, in units of the traffic's scale; money in 10^-15 USD. */
export interface Charged {
  cost: ReadonlyMap<CostBucket, bigint>;
  tokens: ReadonlyMap<CostBucket, bigint>;
}

export type Priced =
  /** Without a price it costs what was measured. */
  (Charged & { price: AppliedPrice | undefined }) | Pick<Left, 'reason' | 'bucket'>;

/** Who charges nothing of its own for writes charges them as input: that is where they are shown. */
const PLAIN: Readonly<Partial<Record<TokenBucket, UsageBucket>>> = {
  cacheWrite: 'input',
  cacheWrite1h: 'input',
};

/**
 * What the calls cost as a scenario has them. What no change touched costs what was measured, whoever priced it; the rest costs
 * what the price list says of its day.
 */
export function priceFlow(flow: Flow, prices: PriceBook): Priced {
  const { group, share, tokens } = flow;
  if (!flow.touched) {
    if (group.priced === 'unpriced') return { reason: 'unpricedNow' };
    return { ...measuredAs(group, share), price: undefined };
  }
  if (tokens.size === 0) return { reason: 'noUsage' };
  const price = priceOf(prices, flow);
  if (price) return atPrice(flow, price);
  return { reason: priceOf(prices, { ...flow, tier: 'standard' }) ? 'noTier' : 'noPrice' };
}

/** What a share of the calls used and cost. */
export function measuredAs({ cost, tokens }: CallGroup, share: bigint): Charged {
  const whole = cost.has('other') ? 'other' : 'input';
  return {
    cost: new Map([...cost].map(([bucket, pico]) => [bucket, pico * 1000n * share])),
    tokens: new Map(
      [...tokens].map(([bucket, amount]) => [bucket === 'total' ? whole : bucket, amount * share]),
    ),
  };
}

function atPrice({ group, share, tokens, length }: Flow, price: AppliedPrice): Priced {
  const { rates } = price;
  // A whole number is exceeded by a fraction when the fraction rounded up exceeds it.
  const prompt = Number((BigInt(group.prompt) * length.of + length.in - 1n) / length.in);
  const charged = { cost: new Map<CostBucket, bigint>(), tokens: new Map<CostBucket, bigint>(), price };
  const add = (sums: Map<CostBucket, bigint>, bucket: CostBucket, amount: bigint) =>
    sums.set(bucket, (sums.get(bucket) ?? 0n) + amount);
  const femtoOf = (bucket: PricedUnit) => {
    const rate = rates.get(bucket);
    return rate && rateAt(rate, prompt).femto;
  };
  for (const [reported, amount] of tokens) {
    if (amount === 0n) continue;
    if (reported === 'total' && rates.has('output')) return { reason: 'totalOnly' };
    const bucket = reported === 'total' ? 'input' : reported;
    const femto = femtoOf(bucket);
    if (femto === undefined) return { reason: 'noRate', bucket };
    const plain = PLAIN[bucket];
    const shown = plain && femtoOf(plain) === femto ? plain : bucket;
    add(charged.cost, shown, femto * amount);
    add(charged.tokens, shown, amount);
  }
  const request = requestRate(rates, (tokens.get('searchUnits') ?? 0n) > 0n);
  if (request) add(charged.cost, 'request', rateAt(request, prompt).femto * group.calls * share);
  return charged;
}
