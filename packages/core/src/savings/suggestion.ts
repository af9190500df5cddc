import type { Filter } from '../filter.ts';
import type { PriceBook } from '../pricing/price-book.ts';
import type { Evidence, Gathered, Place } from './facts.ts';

export const DETECTORS = [
  'prefixes',
  'histories',
  'shortTasks',
  'retries',
  'abandoned',
  'grownPrompts',
] as const;
export type DetectorName = (typeof DETECTORS)[number];

/** `measured`: what was spent. `estimated`: what prices and counts say. `toTest`: it depends on whether answers stay good. */
export const CERTAINTIES = ['measured', 'estimated', 'toTest'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** A figure of the words of a suggestion; how it is written is left to whoever writes it. */
export type Figure = { text: string } | { count: number } | { share: number } | { usd: string };

/** What it is about. What is not known or does not matter is ''. */
export interface Subject extends Place {
  /** The model to go over to. */
  smaller: string;
  error: string;
}

/** What a detector found, before all are put in order. */
export interface Found {
  subject: Subject;
  /** What would be saved in the range, in 10^-12 USD. */
  money: bigint;
  /** What was spent on what it is about, in the same unit. */
  spent: bigint;
  certainty: Certainty;
  figures: Readonly<Record<string, Figure>>;
  /** Which of several ways of saying it; '' for the usual one. */
  variant: string;
  traces: readonly Evidence[];
  /** The weight of all traces behind it. */
  weight: number;
  /** Of findings with the same text all would save some of the same tokens. */
  overlap: string;
}

/** What money is worked out with. */
export interface Terms {
  book: PriceBook;
  /** Prices of this time hold: what is suggested is for the future. */
  atNs: bigint;
}

export interface Detector<Needs extends keyof Gathered = keyof Gathered> {
  name: DetectorName;
  needs: readonly Needs[];
  find(gathered: Pick<Gathered, Needs>, terms: Terms): Found[];
}

/** All that is known of a place, as filters of the trace list. */
export const filtersOf = ({ provider, model, prompt, agent, name, error }: Subject): Filter[] =>
  Object.entries({ provider, model, prompt, agent, name, error }).flatMap(([field, value]) =>
    value === '' ? [] : [{ field, op: '=' as const, values: [value] }],
  );

/** A place as what a suggestion is about. */
export const subjectOf = (
  { provider, model, prompt, agent, name }: Place,
  { smaller = '', error = '' }: Partial<Pick<Subject, 'smaller' | 'error'>> = {},
): Subject => ({ provider, model, prompt, agent, name, smaller, error });

/** What people call a place. */
export const placeName = ({ prompt, agent, name, model }: Place): string => prompt || agent || name || model;
