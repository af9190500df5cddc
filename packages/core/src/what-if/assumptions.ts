import type { ASSUMPTIONS, Assumption } from '../api/what-if.ts';

type Name = (typeof ASSUMPTIONS)[number];

/** What each says; `{name}` stands for one of its values. */
const SENTENCES: Readonly<Record<Name, string>> = {
  asMeasured: 'Calls that no change concerns cost what was measured.',
  noCalls: 'No call of the range is of {which}: that change does nothing.',
  sameTokens:
    '{model} is taken to count the same tokens and to answer as long: another tokenizer may count more or fewer. A token factor says otherwise.',
  tokenFactor: '{model} is taken to count {factor} tokens for each one measured.',
  averageCalls: 'The share of {share} of the calls is taken to be average ones.',
  writes:
    'A token that is written to the cache is read {times} times from it ({source}). Where writes have a price, they are charged.',
  freeWrites: '{model} has no price of its own for cache writes: they are charged as input.',
  noCachePrice: '{model} has no price of its own for cached reads: they are charged as input.',
  cacheCapped:
    'A cache share of {asked} cannot be reached with what has to be written for it: {reached} is taken.',
  clientPrices:
    '{calls} calls cost what their client reported; where a change concerns them, the price list takes its place.',
  referenceRate:
    '{model} is priced in {currency} at about what it is worth: set an exchange rate before booking it.',
};

/** An assumption, with what it is about. */
export const assumption = (name: Name, values: Record<string, string> = {}): Assumption => ({
  name,
  values,
  text: SENTENCES[name].replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? ''),
});

/** Each once, in the order in which they were first made. */
export const distinct = (all: readonly Assumption[]): Assumption[] => [
  ...new Map(all.map((each) => [each.text, each])).values(),
];
