import { nsFromIso } from '@pharos/core/time';

/**
 * A time that the API's schema let pass, which allows seconds and parts of them to be left out, in nanoseconds. The
 * engine's times begin with 1970; what lies before is brought to that edge.
 */
export function instant(text: string): bigint {
  const ns = nsFromIso(text) ?? BigInt(Date.parse(text)) * 1_000_000n;
  return ns < 0n ? 0n : ns;
}
