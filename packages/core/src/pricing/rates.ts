import { USAGE_BUCKETS, type Usage, type UsageBucket } from '../usage.ts';
import type { ListedRate, Period, PricedUnit } from './catalogue.ts';
import { parseDecimal } from './decimal.ts';

/** The price of one token (one search, one request). */
export interface Each {
  /** 10^-15 USD, so that nine places per million are exact. */
  femto: bigint;
  /** The same in 10^-12 USD, for arithmetic in safe whole numbers; NaN where it is no whole number. */
  pico: number;
}

export interface Rate {
  base: Each;
  /** Ascending; the last one whose `above` the input tokens exceed holds for every token of the call. */
  tiers: readonly { above: number; each: Each }[];
}

export type Rates = ReadonlyMap<PricedUnit, Rate>;

/**
 * A bucket without a rate of its own is charged as the bucket that the provider would have counted it in. A
 * one-hour cache write that has no rate costs twice the input where the five-minute write has one.
 */
const FALLBACK: Readonly<Partial<Record<UsageBucket, UsageBucket>>> = {
  cachedRead: 'input',
  cacheWrite: 'input',
  inputAudio: 'input',
  inputImage: 'input',
  reasoning: 'output',
  outputAudio: 'output',
  outputImage: 'output',
};

const PLACES_PER_UNIT = 15;
const LOG10_MILLION = 6;
const LOG10_THOUSAND = 3;
const SAFE_FEMTO = BigInt(Number.MAX_SAFE_INTEGER);

const eachOf = (femto: bigint): Each => ({
  femto,
  pico: femto % 1000n === 0n && femto < SAFE_FEMTO ? Number(femto / 1000n) : Number.NaN,
});

function rateOf(unit: PricedUnit, listed: ListedRate): Rate | undefined {
  const listedPer = unit === 'searchUnits' || unit === 'request' ? LOG10_THOUSAND : LOG10_MILLION;
  const each = (text: string) => {
    const femto = parseDecimal(text, PLACES_PER_UNIT - listedPer);
    return femto === undefined ? undefined : eachOf(femto);
  };
  const [base, ...tiers] = typeof listed === 'string' ? [listed] : listed;
  const rate = each(base);
  if (rate === undefined) return undefined;
  return { base: rate, tiers: tiers.map(([above, text]) => ({ above, each: each(text) ?? rate })) };
}

/** A share of a price, as a fraction: a third stays exact until it is rounded to 10^-15 USD a token. */
export interface Proportion {
  of: bigint;
  in: bigint;
}

/** `of` parts in `in`, both decimals above zero. */
export const proportion = (of: number | string, whole: number | string): Proportion => ({
  of: parseDecimal(String(of)) ?? 1n,
  in: parseDecimal(String(whole)) ?? 1n,
});

const scaledEach = ({ femto }: Each, by: Proportion): Each => eachOf((femto * by.of + by.in / 2n) / by.in);

const scaled = (rate: Rate, by: Proportion): Rate => ({
  base: scaledEach(rate.base, by),
  tiers: rate.tiers.map(({ above, each }) => ({ above, each: scaledEach(each, by) })),
});

const TWICE = proportion(2, 1);

/** Not sold by the token, so no share of them is taken off. */
const BY_THE_PIECE: ReadonlySet<PricedUnit> = new Set(['searchUnits', 'request']);

/** The same rates made cheaper or dearer, each bucket and its tiers of context by its own share. */
export const scaledRates = (rates: Rates, shareOf: (unit: PricedUnit) => Proportion): Rates =>
  new Map(
    [...rates].map(([unit, rate]) => [unit, BY_THE_PIECE.has(unit) ? rate : scaled(rate, shareOf(unit))]),
  );

/** The rate of every bucket that can be charged under this period, fallbacks filled in; undefined when it has none. */
export function ratesOf(period: Period): Rates | undefined {
  const rates = new Map<PricedUnit, Rate>();
  for (const unit of [...USAGE_BUCKETS, 'request'] as const) {
    const listed = period[unit];
    const rate = listed === undefined ? undefined : rateOf(unit, listed);
    if (rate) rates.set(unit, rate);
  }
  if (rates.size === 0) return undefined;
  const input = rates.get('input');
  if (!rates.has('cacheWrite1h') && input) {
    rates.set('cacheWrite1h', rates.has('cacheWrite') ? scaled(input, TWICE) : input);
  }
  for (const bucket of USAGE_BUCKETS) {
    const instead = FALLBACK[bucket];
    const rate = instead && !rates.has(bucket) ? rates.get(instead) : undefined;
    if (rate) rates.set(bucket, rate);
  }
  return rates;
}

/** What decides the context tier: every token that went in, cached or not. */
export const inputTokens = (usage: Usage): number =>
  (usage.input ?? 0) +
  (usage.cachedRead ?? 0) +
  (usage.cacheWrite ?? 0) +
  (usage.cacheWrite1h ?? 0) +
  (usage.inputAudio ?? 0) +
  (usage.inputImage ?? 0);

/** What a request costs beside what it used: nothing where searches are charged and it tells how many it was. */
export const requestRate = (rates: Rates, tellsSearches: boolean): Rate | undefined =>
  tellsSearches && rates.has('searchUnits') ? undefined : rates.get('request');

export function rateAt(rate: Rate, input: number): Each {
  let each = rate.base;
  for (const tier of rate.tiers) if (input > tier.above) each = tier.each;
  return each;
}
