/** Times are bigint nanoseconds since the epoch inside, ISO 8601 in UTC outside. */

/** ISO 8601 in UTC with what precision the value has: milliseconds, else micro- or nanoseconds. */
export function isoFromNs(ns: bigint): string {
  const ms = ns / 1_000_000n - (ns % 1_000_000n < 0n ? 1n : 0n);
  const rest = Number(ns - ms * 1_000_000n);
  const iso = new Date(Number(ms)).toISOString();
  if (rest === 0) return iso;
  const micro = rest % 1000 === 0;
  const digits = String(micro ? rest / 1000 : rest).padStart(micro ? 3 : 6, '0');
  return `${iso.slice(0, -1)}${digits}Z`;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/;

/** Nanoseconds since the epoch, or undefined when the text is no ISO 8601 date and time with a zone. */
export function nsFromIso(text: string): bigint | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const fraction = match[1] ?? '';
  const ms = Date.parse(text.replace(/\.\d+/, ''));
  if (Number.isNaN(ms)) return undefined;
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** Half-open [from, to) in nanoseconds. */
export interface TimeRange {
  fromNs: bigint;
  toNs: bigint;
}

/** The present, injected everywhere that needs it. */
export interface Clock {
  nowMs(): number;
}
export const nowNs = (clock: Clock): bigint => BigInt(clock.nowMs()) * 1_000_000n;
