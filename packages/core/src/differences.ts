import type { Difference, Differences } from './api/differences.ts';
import { FIELDS } from './fields.ts';
import { type Filter, isNumeric } from './filter.ts';

/** How often one value of a dimension occurs on both sides. */
export interface CountedValue {
  dimension: string;
  value: string;
  selected: number;
  rest: number;
  /** Equal for two values when the same rows have them. */
  fingerprint: string;
}

export interface CountedRows {
  selected: number;
  rest: number;
  /** In order of preference: of values that the same rows have, the first dimension's is named. */
  dimensions: readonly { dimension: string; distinct: number }[];
  values: readonly CountedValue[];
}

/** How probable one false finding may be when nothing differs at all, over everything that is compared. */
const FALSE_ALARM = 0.001;
/** A difference of less than one in a hundred explains nothing, however certain it is. */
const LEAST_EFFECT = 0.01;
/** Of two values, one is as much rarer as the other is more frequent, but for what figures lose. */
const ROUNDING = 1e-9;
const MAX_DIFFERENCES = 30;
const VALUES_SHOWN = 10;

/** What a selection by one field settles about another. */
const SETTLED: Readonly<Record<string, readonly string[]>> = {
  status: ['error', 'errorGroup'],
  error: ['status', 'errorGroup'],
  errorGroup: ['status', 'error'],
};

/**
 * The fields that are compared unless others are asked for: those with values to count by. What the selection is made
 * by would only tell itself.
 */
export function comparedFields(selection: readonly Filter[]): string[] {
  const isSettled = settledBy(selection);
  return FIELDS.filter(
    (field) => field.level === 'span' && field.dimension && !isNumeric(field) && !isSettled(field.name),
  ).map(({ name }) => name);
}

/** Attributes that tell what came of a step: failed ones lack them, which explains nothing. */
const OUTCOMES =
  /^attr\.(?:error|exception|(?:gen_ai|llm|ai)\.(?:response|completions?|output|output_messages|usage|token_count))\b/;

/** Whether a selection itself fixes a field or an attribute, by its name. */
export function settledBy(selection: readonly Filter[]): (name: string) => boolean {
  const settled = new Set(selection.flatMap(({ field }) => [field, ...(SETTLED[field] ?? [])]));
  const ofFailures = selection.some(({ field }) => Object.hasOwn(SETTLED, field));
  return (name) => settled.has(name) || (ofFailures && OUTCOMES.test(name));
}

/**
 * Ranks values by how much more, or less, frequent they are in the selection than in the rest.
 *
 * Whether a value differs at all is decided by Fisher's exact test (R. A. Fisher, "The Design of Experiments", 1935),
 * which holds for the smallest counts. What it may get wrong is divided among all values that are compared (Bonferroni), so
 * that a dimension of many values, such as user ids, has no more chances to win by accident than one of two.
 *
 * The score of a value that differs is the end nearest to zero of a confidence interval around the difference of its two
 * shares: the least difference that the counts vouch for. It is Newcombe's hybrid score interval (R. G. Newcombe,
 * "Interval estimation for the difference between independent proportions", Statistics in Medicine 17, 1998, method
 * 10), made of two intervals of Wilson (1927). Spans of one trace are counted as if they were independent, which flatters
 * certainty but not order.
 */
export function rankDifferences(counted: CountedRows): Differences {
  const { selected, rest, dimensions } = counted;
  const compared = dimensions.reduce((sum, { distinct }) => sum + distinct, 0);
  const allowed = FALSE_ALARM / Math.max(1, compared);
  const order = new Map(dimensions.map(({ dimension }, i) => [dimension, i]));
  const place = ({ dimension }: { dimension: string }) => order.get(dimension) ?? dimensions.length;

  const scored = counted.values.map((value) => scoredValue(value, selected, rest, allowed));
  const strongest = new Map<string, number>();
  for (const { dimension, score, more } of scored) {
    if (more) strongest.set(dimension, Math.max(score, strongest.get(dimension) ?? 0));
  }
  const found = scored
    // What is rarer is mostly but the other side of what is more frequent.
    .filter(
      ({ dimension, score, more }) =>
        score > 0 && (more || score > (strongest.get(dimension) ?? 0) + ROUNDING),
    )
    .sort((a, b) => b.score - a.score || place(a) - place(b) || (a.value < b.value ? -1 : 1));

  const scores = new Map<string, number>();
  for (const { dimension, score } of scored)
    scores.set(dimension, Math.max(score, scores.get(dimension) ?? 0));
  return {
    selected,
    rest,
    differences: withoutRepeats(found, place).slice(0, MAX_DIFFERENCES),
    dimensions: dimensions
      .map(({ dimension, distinct }) => ({
        dimension,
        distinct,
        score: scores.get(dimension) ?? 0,
        values: scored
          .filter((value) => value.dimension === dimension)
          .sort((a, b) => size(b) - size(a))
          .slice(0, VALUES_SHOWN)
          .map(({ value, selected, rest }) => ({ value, selected, rest })),
      }))
      .sort((a, b) => b.score - a.score || place(a) - place(b)),
  };
}

type Scored = Omit<Difference, 'sameAs'> & { fingerprint: string; more: boolean };

const size = ({ selected, rest }: Scored): number => Math.max(selected.share, rest.share);

function scoredValue(counted: CountedValue, selected: number, rest: number, allowed: number): Scored {
  const { dimension, value, fingerprint } = counted;
  const share = { selected: ratio(counted.selected, selected), rest: ratio(counted.rest, rest) };
  const more = share.selected >= share.rest;
  const counts: Counts = more
    ? { a: counted.selected, n: selected, b: counted.rest, m: rest }
    : { a: counted.rest, n: rest, b: counted.selected, m: selected };
  const least = isMoreThanChance(counts, allowed / 2) ? leastDifference(counts) : 0;
  return {
    dimension,
    value,
    fingerprint,
    more,
    selected: { count: counted.selected, share: share.selected },
    rest: { count: counted.rest, share: share.rest },
    lift: share.rest === 0 ? null : share.selected / share.rest,
    score: least < LEAST_EFFECT ? 0 : least,
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/** One entry for what the same rows have, under the name of the preferred dimension. */
function withoutRepeats(found: readonly Scored[], place: (value: Scored) => number): Difference[] {
  const alike = new Map<string, Scored[]>();
  for (const each of found) {
    const key = `${each.fingerprint} ${each.selected.count} ${each.rest.count}`;
    const group = alike.get(key);
    if (group) group.push(each);
    else alike.set(key, [each]);
  }
  return [...alike.values()].flatMap((group) => {
    const [first, ...others] = group.sort((a, b) => place(a) - place(b));
    if (!first) return [];
    const { fingerprint: _, more: __, ...difference } = first;
    return { ...difference, sameAs: others.map(({ dimension, value }) => ({ dimension, value })) };
  });
}

/** a of n rows here and b of m there have a value. */
interface Counts {
  a: number;
  n: number;
  b: number;
  m: number;
}

/**
 * Whether a or more of n would have the value with less than the allowed probability if the a + b rows that have it were
 * drawn without regard to side: the upper tail of the hypergeometric distribution.
 */
function isMoreThanChance({ a, n, b, m }: Counts, allowed: number): boolean {
  if (n === 0 || m === 0) return false;
  const having = a + b;
  let term = Math.exp(logChoose(n, a) + logChoose(m, b) - logChoose(n + m, having));
  let tail = term;
  for (let k = a; tail <= allowed && k < Math.min(n, having) && term > tail * 1e-12; k++) {
    term *= ((n - k) * (having - k)) / ((k + 1) * (m - having + k + 1));
    tail += term;
  }
  return tail <= allowed;
}

const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Stirling's series, which is exact to 1e-9 from 8 on; what is smaller is multiplied out. */
function logFactorial(n: number): number {
  if (n < 8) return Math.log([1, 1, 2, 6, 24, 120, 720, 5040][n] ?? 1);
  return (
    (n + 0.5) * Math.log(n) -
    n +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * n) -
    1 / (360 * n ** 3) +
    1 / (1260 * n ** 5)
  );
}

/** The lower end of the interval around a/n − b/m; never below 0. */
function leastDifference({ a, n, b, m }: Counts): number {
  const [p, q] = [a / n, b / m];
  return Math.max(0, p - q - Math.hypot(p - wilson(a, n).low, wilson(b, m).high - q));
}

/** The standard normal quantile of the interval: 99.9 %, two-sided. */
const Z = 3.2905;

/** Wilson's interval around the share a/n. */
function wilson(a: number, n: number): { low: number; high: number } {
  const p = a / n;
  const centre = p + (Z * Z) / (2 * n);
  const reach = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  return { low: Math.max(0, (centre - reach) / scale), high: Math.min(1, (centre + reach) / scale) };
}
