import { PRICED_UNITS } from '../api/prices.ts';
import type { Change, Scenario } from '../api/what-if.ts';
import { catalogue, type ListedRate, type PricedUnit } from '../pricing/catalogue.ts';
import { type PriceBook, secondsOfDay } from '../pricing/price-book.ts';
import { type Fraction, fractionOf, isWhole, times, WHOLE } from './fraction.ts';

/** Where prices change within a day and within lengths of prompts: calls between two bounds are priced alike. */
export interface PriceBounds {
  /** Tokens that go in: what is above a bound costs otherwise. Ascending. */
  prompt: number[];
  /** Seconds of the day in UTC at which other prices begin. Ascending. */
  secondOfDay: number[];
}

const promptFactor = (change: Change): number =>
  change.kind === 'model' ? change.tokenFactor : change.kind === 'length' ? change.input : 1;

/** Lengths of prompts at which prices may change, over all scenarios: with more, calls would hardly be put together. */
export const MAX_PROMPT_BOUNDS = 400;

const keyOf = ({ of, in: inAll }: Fraction): string => `${of}/${inAll}`;

/** Every factor by which the changes, or some of them, make prompts longer; each once. */
function* lengthsOf(scenarios: readonly Scenario[]): Generator<Fraction> {
  const told = new Set<string>();
  for (const { changes } of [{ changes: [] }, ...scenarios]) {
    const own = new Map([[keyOf(WHOLE), WHOLE]]);
    for (const factor of changes.map((change) => fractionOf(promptFactor(change)))) {
      if (isWhole(factor)) continue;
      for (const length of [...own.values()].map((shorter) => times(shorter, factor)))
        own.set(keyOf(length), length);
    }
    for (const [key, length] of own) {
      if (told.has(key)) continue;
      told.add(key);
      yield length;
    }
  }
}

function* tiersOf(rates: { [Unit in PricedUnit]?: ListedRate | undefined }): Generator<number> {
  for (const unit of PRICED_UNITS) {
    const rate = rates[unit];
    if (!Array.isArray(rate)) continue;
    const [, ...tiers] = rate;
    for (const [above] of tiers) yield above;
  }
}

/**
 * The bounds of every price there is, for prompts as they were measured and as the scenarios make them. Ends where there are
 * more than {@link MAX_PROMPT_BOUNDS}.
 */
export function priceBounds(prices: PriceBook, scenarios: readonly Scenario[]): PriceBounds {
  const listed = [...catalogue().values()].flatMap(({ models }) => models.flatMap(({ periods }) => periods));
  const above = new Set<number>();
  const secondOfDay = new Set<number>();
  for (const period of listed) {
    for (const bound of tiersOf(period)) above.add(bound);
    for (const time of period.daily ?? []) secondOfDay.add(secondsOfDay(time));
  }
  for (const price of prices.overrides) for (const bound of tiersOf(price)) above.add(bound);
  const prompt = new Set<number>();
  for (const length of lengthsOf(scenarios)) {
    for (const bound of above) prompt.add(Number((BigInt(bound) * length.in) / length.of));
    if (prompt.size > MAX_PROMPT_BOUNDS) break;
  }
  return { prompt: ascending(prompt), secondOfDay: ascending(secondOfDay) };
}

const ascending = (numbers: ReadonlySet<number>): number[] => [...numbers].sort((a, b) => a - b);
