import { formatDecimal } from '../pricing/decimal.ts';
import type { Detected } from './detectors.ts';
import type { Evidence } from './facts.ts';
import type { Subject } from './suggestion.ts';

/** A finding in its place among all others. Money is in 10^-12 USD. */
export interface Ranked extends Detected {
  key: string;
  per30Days: bigint;
  /** Key of a larger one that would save the same tokens. */
  within: string | undefined;
}

const DAYS_30_MS = 30n * 86_400_000n;
const MOST = 50;

const keyOf = ({ detector, subject }: { detector: string; subject: Subject }): string =>
  JSON.stringify([detector, ...Object.values(ordered(subject))]);
const ordered = ({ provider, model, prompt, agent, name, smaller, error }: Subject) => ({
  ...{ provider, model, prompt, agent, name, smaller, error },
});

/**
 * The largest first; those that would save less than `least` in 30 days are left out. Caching a prefix, caching a history and cutting
 * a prompt would save some of the same tokens of a place, so of these only the largest counts that was not dismissed. What was
 * dismissed takes the place of no other.
 */
export function rank(
  found: readonly Detected[],
  rangeMs: number,
  least: bigint,
  isDismissed: (key: string) => boolean,
): Ranked[] {
  const perRange = BigInt(Math.max(1, Math.round(rangeMs)));
  const inOrder = found
    .map((each) => ({ ...each, key: keyOf(each), per30Days: (each.money * DAYS_30_MS) / perRange }))
    .filter(({ money, per30Days }) => money > 0n && per30Days >= least)
    .sort(byMoney);
  const largestOf = (dismissed: boolean) =>
    inOrder.filter(({ key }) => isDismissed(key) === dismissed).slice(0, MOST);
  const all = [...largestOf(false), ...largestOf(true)].sort(byMoney);
  const largest = new Map<string, string>();
  return all.map((each) => {
    if (each.overlap === '' || isDismissed(each.key)) return { ...each, within: undefined };
    const first = largest.get(each.overlap);
    if (first === undefined) largest.set(each.overlap, each.key);
    return { ...each, within: first };
  });
}

const byMoney = (a: { money: bigint; key: string }, b: { money: bigint; key: string }): number =>
  a.money === b.money ? (a.key < b.key ? -1 : 1) : a.money > b.money ? -1 : 1;

/** Weights become whole numbers: of costs below 10^-9 USD and fractions of a token nobody asks. */
const NANO = 1e9;
const whole = (weight: number): bigint => BigInt(Math.round(weight * NANO));

/** A trace's part of the money, by its part of what the money is for; never more than all of it. */
export function moneyOf(
  { weight }: Evidence,
  { money, weight: all }: Pick<Detected, 'money' | 'weight'>,
): string {
  const [part, sum] = [whole(weight), whole(all)];
  return formatDecimal(sum <= 0n ? 0n : part >= sum ? money : (money * part) / sum);
}
