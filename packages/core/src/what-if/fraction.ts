import { parseDecimal } from '../pricing/decimal.ts';

/** An exact proportion in lowest terms; `in` is above 0. */
export interface Fraction {
  of: bigint;
  in: bigint;
}

const PLACES = 6;

/** In a loop: of long numbers it takes more steps than calls go into each other. */
function gcd(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

export function fraction(of: bigint, inAll: bigint): Fraction {
  const common = gcd(of, inAll) || 1n;
  return { of: of / common, in: inAll / common };
}

/** The number as it is written, to six places. */
export const fractionOf = (number: number): Fraction =>
  fraction(parseDecimal(String(number), PLACES) ?? 0n, 10n ** BigInt(PLACES));

export const WHOLE: Fraction = { of: 1n, in: 1n };

export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.of * b.of, a.in * b.in);

export const isWhole = ({ of, in: inAll }: Fraction): boolean => of === inAll;

/** Half away from zero, of amounts that are not below it. */
export const rounded = (of: bigint, inAll: bigint): bigint => (of + inAll / 2n) / inAll;
