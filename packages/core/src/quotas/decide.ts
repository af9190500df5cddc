import { MAX_AMOUNT, plus, sumOf } from './amount.ts';
import type { Bucket } from './window.ts';

/**
 * What is known of a bucket. `told`: what stored spans amount to. `settled`: what callers said that they spent of their
 * reservations. `reserved`: what others may be spending right now.
 */
export interface Counted {
  told: number;
  settled: number;
  reserved: number;
}

/** What changes a limit: another one for a while or for good, or an addition for a while. */
export interface Raise {
  /** Of a quota for each user, which one; null: all. */
  subject: string | null;
  /** In place of the quota's own limit. */
  limit: number | null;
  /** On top of it. */
  add: number | null;
  createdAtMs: number;
  /** Null: for good. */
  expiresAtMs: number | null;
}

/** Where one subject of a quota stands, and what is wanted of it. */
export interface Standing<Of = unknown> {
  of: Of;
  /** Whether it denies; else it only tells. */
  denies: boolean;
  limit: number;
  used: number;
  reserved: number;
  wanted: number;
  /** When what is used is forgotten, or as much of it as is in the way; null: never, more is wanted than the limit. */
  resetsAtMs: number | null;
}

/**
 * What counts as used. The same call is settled and, a moment later, told by its span, so the two are not added. What is
 * settled begins at what was told when counting began, so while all callers reserve, the greater one is exact at any time.
 * Where some reserve and others just send spans, what is settled and whose spans are not read yet may be missing, at most
 * until they are. A call whose span is read before it is settled, just when counting begins, counts twice in that window.
 */
export const usedOf = (counts: readonly Counted[]): number =>
  Math.max(sumOf(counts.map(({ told }) => told)), sumOf(counts.map(({ settled }) => settled)));

/** What others hold. */
export const reservedOf = (counts: readonly Counted[]): number =>
  sumOf(counts.map(({ reserved }) => reserved));

/**
 * The limit that holds for a subject at a moment: of those that replace it the latest, one for this subject before one for
 * all, and on top every addition in force.
 */
export function limitAt(own: number, raises: readonly Raise[], subject: string, nowMs: number): number {
  const inForce = raises.filter(
    (raise) =>
      (raise.subject === null || raise.subject === subject) &&
      (raise.expiresAtMs === null || raise.expiresAtMs > nowMs),
  );
  let replaced: Raise | undefined;
  for (const raise of inForce) if (raise.limit !== null && isBefore(replaced, raise)) replaced = raise;
  const sum = inForce.reduce((limit, { add }) => plus(limit, add ?? 0), replaced?.limit ?? own);
  // An amount that reached the edge must be over any limit.
  return Math.min(sum, MAX_AMOUNT - 1);
}

function isBefore(known: Raise | undefined, raise: Raise): boolean {
  if (known === undefined) return true;
  const [general, other] = [known.subject === null, raise.subject === null];
  return general === other ? known.createdAtMs <= raise.createdAtMs : general;
}

type Amounts = Pick<Standing, 'limit' | 'used' | 'reserved' | 'wanted'>;

/** What may still be spent. */
export const remainingOf = ({ limit, used, reserved }: Omit<Amounts, 'wanted'>): number =>
  Math.max(0, limit - plus(used, reserved));

/** Whether what is wanted is left; when nothing in particular is wanted, whether anything is. */
export const fits = (standing: Amounts): boolean =>
  standing.wanted === 0 ? remainingOf(standing) > 0 : remainingOf(standing) >= standing.wanted;

/**
 * When a rolling window, or any, has room for what is wanted if nothing else is spent: its buckets leave it one by one.
 * Null when more is wanted than the limit.
 */
export function freesAt(
  buckets: readonly Bucket[],
  counts: readonly Counted[],
  { limit, wanted }: Pick<Amounts, 'limit' | 'wanted'>,
): number | null {
  if (Math.max(wanted, 1) > limit) return null;
  const gone = buckets.findIndex((_, index) => {
    const rest = counts.slice(index + 1);
    return fits({ limit, wanted, used: usedOf(rest), reserved: reservedOf(rest) });
  });
  return buckets[gone]?.leavesMs ?? null;
}

export interface Decision<Of> {
  allowed: boolean;
  /** Which quota it hangs on: of those that deny, the one that does so longest, else the one with least left. */
  by: Standing<Of> | undefined;
}

/** Allowed when every quota that may deny has room. */
export function decide<Of>(standings: readonly Standing<Of>[]): Decision<Of> {
  const denying = standings.filter((standing) => standing.denies && !fits(standing));
  const first = (least: (standing: Standing<Of>) => number, among: readonly Standing<Of>[]) =>
    among.reduce<Standing<Of> | undefined>(
      (known, each) => (known === undefined || least(each) < least(known) ? each : known),
      undefined,
    );
  if (denying.length > 0) {
    return {
      allowed: false,
      by: first(({ resetsAtMs }) => -(resetsAtMs ?? Number.POSITIVE_INFINITY), denying),
    };
  }
  return { allowed: true, by: first((each) => remainingOf(each) / each.limit, standings) };
}
