import type { Json } from '../content.ts';
import type { JsonRecord } from '../message-parts.ts';
import { nsFromIso } from '../time.ts';

/** Before this, a bare number is no count of milliseconds but of seconds: 1 January 2001. */
const LEAST_MS = 978_307_200_000;
/** The last moment that can be stored, in April 2262. */
const LAST_NS = 0x7fff_ffff_ffff_ffffn;
const LAST_MS = Number(LAST_NS / 1_000_000n);

/**
 * A moment as these protocols write it: ISO 8601, with or without a zone (then UTC), or a number of milliseconds, or
 * of seconds. Undefined for anything else, and for what lies beyond all that can be stored: before 1970, after 2262.
 */
export function momentNs(value: Json | undefined): bigint | undefined {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) {
    const ms = value < LEAST_MS ? value * 1000 : value;
    return ms > LAST_MS ? undefined : BigInt(Math.round(ms * 1000)) * 1000n;
  }
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(' ', 'T');
  const ns = nsFromIso(text) ?? nsFromIso(`${text}Z`);
  return ns !== undefined && (ns <= 0n || ns > LAST_NS) ? undefined : ns;
}

/** The moments that these bodies name under a key, the earliest first: the same in whatever order they came. */
const momentsOf = (bodies: readonly JsonRecord[], key: string): bigint[] =>
  bodies.flatMap((body) => momentNs(body[key]) ?? []).sort((a, b) => (a < b ? -1 : Number(a > b)));

export const earliestNs = (bodies: readonly JsonRecord[], key: string): bigint | undefined =>
  momentsOf(bodies, key)[0];

export const latestNs = (bodies: readonly JsonRecord[], key: string): bigint | undefined =>
  momentsOf(bodies, key).at(-1);
