/**
 * What a provider's statement and what was measured can be compared by: the coarsest buckets that every statement tells.
 * Audio and images count with the text of their side, reasoning with the output, cache writes of every lifetime together.
 */
export const COMPARED = ['input', 'cachedRead', 'cacheWrite', 'output'] as const;
export type Compared = (typeof COMPARED)[number];
export const COUNTS = ['requests', ...COMPARED] as const;
export type CountName = (typeof COUNTS)[number];

/** Exclusive counts; what is absent is not told. */
export type Counts = Partial<Record<CountName, number>>;

/** One day of one model on a statement. The same day and model may have lines in several currencies and one without a cost. */
export interface StatementLine extends Counts {
  /** YYYY-MM-DD, by the statement's own day. */
  day: string;
  /** As the statement names it; '' where it does not. */
  model: string;
  /** Exact decimal text, in `currency`. */
  cost?: string;
  /** ISO 4217; '' of a line without a cost. */
  currency: string;
  /** Of how many rows the cost is the sum. */
  costs?: number;
}

/** Whole-day lines of one provider, as read from its files. */
export interface StatementFacts {
  /** Of the catalogue, such as `openai`; '' when the statement is of whatever was used. */
  provider: string;
  /** When its days begin: an IANA name, or `UTC`, `UTC+08:00`. */
  zone: string;
  /** False when nobody said so: UTC is assumed. */
  zoneTold: boolean;
  /** The first and last day that the files speak of. */
  from: string;
  to: string;
  /** Parts of the input that are counted within it and not told apart. */
  inputHolds: Compared[];
  /** Places to which costs are rounded in the files; absent when they are not. */
  costPlaces?: number;
  lines: StatementLine[];
}

/** The sum of those buckets that are told; undefined when none is. */
export function tokensOf(counts: Counts): number | undefined {
  let sum: number | undefined;
  for (const bucket of COMPARED) {
    const count = counts[bucket];
    if (count !== undefined) sum = (sum ?? 0) + count;
  }
  return sum;
}

/** Adds counts of the same names. What neither tells stays untold. */
export function addCounts(into: Counts, more: Counts): void {
  for (const name of COUNTS) {
    const count = more[name];
    if (count !== undefined) into[name] = (into[name] ?? 0) + count;
  }
}
